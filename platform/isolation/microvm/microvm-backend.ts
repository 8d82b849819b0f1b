/** Isolation level `microvm`: each sandbox is a virtual machine with a kernel of its own, no network and no file of the host. */
import { type Clock, systemClock } from '../../clock.ts';
import type { FunctionRevision } from '../../control/function-revision.ts';
import {
  type Availability,
  type IsolationBackend,
  type MakesAhead,
  type MakesSnapshots,
  wantsSnapshot,
} from '../backend.ts';
import type { LaunchedRuntime, LaunchOrder } from '../launcher.ts';
import { createRuntimeSandbox, type RuntimeSandboxContext } from '../runtime-sandbox.ts';
import { findAccelerator } from './accelerator.ts';
import { findMachineParts } from './machine-parts.ts';
import { createMachine, type Machine } from './machine.ts';
import { restoreFunction, startInGuest } from './start-in-guest.ts';
import { createSnapshots, type Snapshots } from './snapshots.ts';
import { createSpareGuests, type SpareGuests } from './spare-guests.ts';

interface Ready {
  readonly machine: Machine;
  readonly spares: SpareGuests;
  readonly snapshots: Snapshots;
}

type Search = Ready | { readonly reason: string };

export function createMicrovmBackend(
  context: RuntimeSandboxContext,
  clock: Clock = systemClock,
): IsolationBackend & MakesAhead & MakesSnapshots {
  let search: Promise<Search> | undefined;

  async function lookFor(): Promise<Search> {
    const found = await findMachineParts(context.guestKernel, findPython(context));
    if ('reason' in found) return found;
    const machineContext = { clock, instancesFolder: context.instancesFolder };
    const tried = await findAccelerator(found.parts, machineContext);
    if ('reason' in tried) return tried;
    const machine = createMachine(found.parts, tried.accelerator, machineContext);
    return { machine, spares: createSpareGuests(machine), snapshots: createSnapshots(machine, context) };
  }

  const getSearch = (): Promise<Search> => (search ??= lookFor());

  async function demandReady(): Promise<Ready> {
    const found = await getSearch();
    if ('reason' in found) throw new Error(found.reason);
    return found;
  }

  async function keepReady(revision: FunctionRevision, count: number): Promise<void> {
    const found = await getSearch();
    if ('spares' in found) found.spares.keepReady(revision, count);
  }

  async function launch(order: LaunchOrder): Promise<LaunchedRuntime> {
    const { machine, spares } = await demandReady();
    return startInGuest(machine, order, (spec) => spares.take(spec));
  }

  async function launchCopy(order: LaunchOrder): Promise<LaunchedRuntime> {
    const { machine, snapshots } = await demandReady();
    const snapshot = await snapshots.get(order.revision);
    return snapshot === undefined ? await launch(order) : await restoreFunction(machine, snapshot, order);
  }

  return {
    level: 'microvm',
    async probe(): Promise<Availability> {
      const found = await getSearch();
      return 'reason' in found
        ? { isAvailable: false, reason: found.reason }
        : { isAvailable: true, madeOf: found.machine.madeOf };
    },
    create(request) {
      if (!wantsSnapshot(request.revision)) return createRuntimeSandbox(request, { launch }, context);
      const restored = { ...request, initializationType: 'snap-start' } as const;
      return createRuntimeSandbox(restored, { restore: 'answer', launch: launchCopy }, context);
    },
    keepReady: (revision, count) => void keepReady(revision, count),
    async keepSnapshot(revision) {
      const found = await getSearch();
      return 'snapshots' in found && (await found.snapshots.get(revision)) !== undefined;
    },
    async dropSnapshot(revision) {
      const found = await search;
      if (found !== undefined && 'snapshots' in found) await found.snapshots.drop(revision);
    },
    async close() {
      const found = await search;
      if (found === undefined || 'reason' in found) return;
      await Promise.all([found.spares.close(), found.snapshots.close()]);
    },
  };
}

/** The interpreter of this machine, if there is one. */
function findPython({ runtimes }: RuntimeSandboxContext): string | undefined {
  return runtimes.commandOf('python3.14', '')?.[0];
}
