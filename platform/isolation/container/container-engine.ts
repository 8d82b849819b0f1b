/** What runs containers, once it is known to work here. */
import type { MakesAhead } from '../backend.ts';
import type { Launcher } from '../launcher.ts';

export interface ContainerEngine extends Launcher, MakesAhead {
  /** For people. */
  readonly madeOf: string;
  close(): Promise<void>;
}

/** An engine that works here, or one sentence why it does not, and what would help. */
export type EngineTrial = { readonly engine: ContainerEngine } | { readonly reason: string };
