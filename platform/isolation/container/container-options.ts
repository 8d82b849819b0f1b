/** What a user may choose about containers. */
export const engineNames = ['crun', 'runc', 'docker'] as const;

export type EngineName = (typeof engineNames)[number];

export interface ContainerOptions {
  /** Default: the first of them that works here. */
  readonly engine?: EngineName | undefined;
  /** Root file system of the containers: a folder or a tar archive. Default: put together from this machine. */
  readonly image?: string | undefined;
}
