/** What the levels of isolation of one platform are made with. */
import type { Clock } from '../clock.ts';
import type { Network } from './namespaces/sandbox-server.ts';
import type { Prewarm } from './namespaces/stem-cells.ts';
import type { RuntimeSandboxContext } from './runtime-sandbox.ts';

export interface BackendContext extends RuntimeSandboxContext {
  readonly clock: Clock;
  /** Where the functions' folders are. */
  readonly codeFolder: string;
  /** Of this platform alone; it is removed with the platform. */
  readonly folder: string;
  /** What a function may reach of the network, where its level can keep it from the rest. */
  readonly networkOf: (functionName: string) => Network;
  /** Whether the level `process` uses what the kernel has to hold processes apart. */
  readonly isHardened: boolean;
  /** Generic processes that the level `process` keeps ready. */
  readonly prewarm: Prewarm;
}
