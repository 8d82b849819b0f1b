/** Which core runs what: the target on the first, whoever sends load on the second, so that neither takes from the other. */
import { availableParallelism } from 'node:os';
import { findOnPath } from './find-on-path.ts';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

export interface Pinning {
  /** For the reader. */
  readonly description: string;
  readonly onTargetCore: (command: Command) => Command;
  readonly onClientCore: (command: Command) => Command;
}

const targetCore = 0;
const clientCore = 1;

/** Where there is one core only, or no `taskset`, everything goes on unpinned, and says so. */
export function createPinning(): Pinning {
  const taskset = findOnPath('taskset');
  const why = availableParallelism() < 2 ? 'one core only' : taskset === undefined ? 'no taskset' : undefined;
  if (why !== undefined || taskset === undefined) return createUnpinned(`NOT pinned: ${why}`);
  const onCore =
    (core: number) =>
    ({ file, args }: Command): Command => ({ file: taskset, args: ['-c', `${core}`, file, ...args] });
  return {
    description: `target on core ${targetCore}, client on core ${clientCore}`,
    onTargetCore: onCore(targetCore),
    onClientCore: onCore(clientCore),
  };
}

/** Everything runs where the kernel puts it. */
export function createUnpinned(description: string): Pinning {
  const asItIs = (command: Command): Command => command;
  return { description, onTargetCore: asItIs, onClientCore: asItIs };
}
