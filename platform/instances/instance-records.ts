/** What the platform remembers of every instance, for those who measure it. */
import type { IsolationLevel, SandboxOrigin } from '../isolation/backend.ts';
import type { InitializationType } from '../metering/platform-event.ts';
import type { RemovalCause } from './invocation.ts';

/** As `/admin/instances` gives it. Instants are fractional milliseconds since the Unix epoch. */
export interface InstanceRecord {
  readonly instance: string;
  readonly function: string;
  readonly isolation: IsolationLevel;
  /** For an invocation, or ahead of any: what is billed apart. */
  readonly initializationType: InitializationType;
  /** How it came to be; null until it has been ready. */
  origin: SandboxOrigin | null;
  /** What holds it apart from others, and what of that is missing; null until it has been ready. */
  madeOf: string | null;
  state: InstanceRecordState;
  readonly requestedAtEpochMs: number;
  /** What holds it apart is there; null where the level does not tell. */
  sandboxUpAtEpochMs: number | null;
  /** The runtime in it has said its first word; null where the level does not tell. */
  runtimeUpAtEpochMs: number | null;
  /** First time that it could take an event. */
  readyAtEpochMs: number | null;
  removedAtEpochMs: number | null;
  /** Time spent on invocations, without initialisation. */
  busyMs: number;
  invocations: number;
  /** Request id of its first invocation: the one that waited for it, if any did. */
  firstRequestId: string | null;
  cause: RemovalCause | null;
}

export type InstanceRecordState = 'starting' | 'idle' | 'busy' | 'paused' | 'removed';

export interface InstanceRecords {
  /** @param kill - ends what runs the instance as if its machine had died. */
  add(record: InstanceRecord, kill: () => void): void;
  /** @returns false where no such instance lives. */
  kill(instance: string): boolean;
  /** Moves a record to the removed ones. */
  retire(record: InstanceRecord): void;
  list(functionName?: string): InstanceRecord[];
  /** Instances that have not been ready yet. */
  countStarting(): number;
  /** Live instances, by function. */
  countLive(): Map<string, number>;
}

const keptAfterRemoval = 10_000;

export function createInstanceRecords(): InstanceRecords {
  const live = new Map<InstanceRecord, () => void>();
  const removed: InstanceRecord[] = [];
  return {
    add: (record, kill) => void live.set(record, kill),
    kill(instance) {
      const found = [...live].find(([record]) => record.instance === instance);
      found?.[1]();
      return found !== undefined;
    },
    retire(record) {
      if (!live.delete(record)) return;
      removed.push(record);
      if (removed.length > 2 * keptAfterRemoval) removed.splice(0, removed.length - keptAfterRemoval);
    },
    list(functionName) {
      const all = [...removed.slice(-keptAfterRemoval), ...live.keys()];
      return functionName === undefined ? all : all.filter((record) => record.function === functionName);
    },
    countStarting: () => [...live.keys()].filter((record) => record.readyAtEpochMs === null).length,
    countLive() {
      const counts = new Map<string, number>();
      for (const record of live.keys()) counts.set(record.function, (counts.get(record.function) ?? 0) + 1);
      return counts;
    },
  };
}
