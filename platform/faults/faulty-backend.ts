/** Levels of isolation whose sandboxes meet the faults that are declared. */
import type { Clock } from '../clock.ts';
import type { IsolationBackend, IsolationLevel } from '../isolation/backend.ts';
import type { Backends } from '../isolation/backends.ts';
import type { FaultInjector } from './fault-injector.ts';
import { createFaultySandbox } from './faulty-sandbox.ts';

export function createFaultyBackends(backends: Backends, injector: FaultInjector, clock: Clock): Backends {
  const made = new Map<IsolationLevel, IsolationBackend>();
  return {
    ...backends,
    get(level) {
      const found = made.get(level) ?? createFaultyBackend(backends.get(level), injector, clock);
      made.set(level, found);
      return found;
    },
  };
}

export function createFaultyBackend(
  backend: IsolationBackend,
  injector: FaultInjector,
  clock: Clock,
): IsolationBackend {
  return {
    ...backend,
    create: (request) =>
      injector.isActive()
        ? createFaultySandbox(request, { backend, injector, clock })
        : backend.create(request),
  };
}
