/** The levels of isolation of one platform: one backend each, made when it is first wanted. */
import { type Availability, type IsolationBackend, type IsolationLevel, isolationLevels } from './backend.ts';
import type { BackendContext } from './backend-context.ts';
import { createContainerBackend } from './container/container.ts';
import { createIsolateBackend } from './isolate/isolate-backend.ts';
import { createMicrovmBackend } from './microvm/microvm-backend.ts';
import { createProcessBackend } from './process.ts';

export interface Backends {
  get(level: IsolationLevel): IsolationBackend;
  /** Why this machine cannot run a level: one sentence; undefined when it can. */
  whyMissing(level: IsolationLevel): Promise<string | undefined>;
  /** All levels, in order. Trying them out may take seconds, the first time. */
  probe(): Promise<{ readonly level: IsolationLevel; readonly availability: Availability }[]>;
  /** After the sandboxes are gone. */
  close(): Promise<void>;
}

type BackendFactory = (context: BackendContext) => IsolationBackend;

const factories: Readonly<Record<IsolationLevel, BackendFactory>> = {
  isolate: createIsolateBackend,
  process: createProcessBackend,
  container: createContainerBackend,
  microvm: createMicrovmBackend,
};

export function createBackends(context: BackendContext): Backends {
  const made = new Map<IsolationLevel, IsolationBackend>();
  const get = (level: IsolationLevel): IsolationBackend => {
    const backend = made.get(level) ?? factories[level](context);
    made.set(level, backend);
    return backend;
  };
  return {
    get,
    async whyMissing(level) {
      const availability = await get(level).probe();
      return availability.isAvailable ? undefined : availability.reason;
    },
    probe: async () =>
      await Promise.all(
        isolationLevels.map(async (level) => ({ level, availability: await get(level).probe() })),
      ),
    async close() {
      await Promise.all([...made.values()].map((backend) => backend.close()));
    },
  };
}
