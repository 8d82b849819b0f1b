/** What load is sent to. */
import { findOnPath } from './find-on-path.ts';
import { startNginx } from './nginx.ts';
import { startNodeTarget } from './node-target.ts';
import type { Pinning } from './pinning.ts';
import type { Scope } from './scope.ts';

export interface Target {
  readonly name: string;
  readonly url: string;
  /** Since it was started. */
  countRequests(): Promise<number>;
  stop(): Promise<void>;
}

/** The fastest there is: nginx, or where there is none a server in Node.js, which then decides the figures with. */
export async function startFastTarget(pinning: Pinning, scope: Scope): Promise<Target> {
  const nginx = findOnPath('nginx');
  return nginx === undefined
    ? await startNodeTarget({ behaviour: 'answer' }, pinning, scope)
    : await startNginx(nginx, pinning, scope);
}
