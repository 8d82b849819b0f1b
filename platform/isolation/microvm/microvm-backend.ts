/** Isolation level `microvm`: each sandbox is a virtual machine with a kernel of its own, no network and no file of the host. */
import { type Clock, systemClock } from '../../clock.ts';
import type { Availability, IsolationBackend, MakesAhead } from '../backend.ts';
import { createRuntimeSandbox, type RuntimeSandboxContext } from '../runtime-sandbox.ts';
import { findAccelerator } from './accelerator.ts';
import { findMachineParts } from './machine-parts.ts';
import { createMachine, type Machine } from './machine.ts';
import { createMicrovmLauncher } from './microvm-launcher.ts';
import { createSpareGuests, type SpareGuests } from './spare-guests.ts';

interface Ready {
  readonly machine: Machine;
  readonly spares: SpareGuests;
}

type Search = Ready | { readonly reason: string };

export function createMicrovmBackend(
  context: RuntimeSandboxContext,
  clock: Clock = systemClock,
): IsolationBackend & MakesAhead {
  let search: Promise<Search> | undefined;

  async function lookFor(): Promise<Search> {
    const found = await findMachineParts(context.guestKernel, findPython(context));
    if ('reason' in found) return found;
    const machineContext = { clock, instancesFolder: context.instancesFolder };
    const tried = await findAccelerator(found.parts, machineContext);
    if ('reason' in tried) return tried;
    const machine = createMachine(found.parts, tried.accelerator, machineContext);
    return { machine, spares: createSpareGuests(machine) };
  }

  const getSearch = (): Promise<Search> => (search ??= lookFor());

  async function demandReady(): Promise<Ready> {
    const found = await getSearch();
    if ('reason' in found) throw new Error(found.reason);
    return found;
  }

  return {
    level: 'microvm',
    async probe(): Promise<Availability> {
      const found = await getSearch();
      return 'reason' in found
        ? { isAvailable: false, reason: found.reason }
        : { isAvailable: true, madeOf: found.machine.madeOf };
    },
    create: (request) =>
      createRuntimeSandbox(
        request,
        {
          async launch(order) {
            const { machine, spares } = await demandReady();
            return await createMicrovmLauncher(machine, (spec) => spares.take(spec)).launch(order);
          },
        },
        context,
      ),
    keepReady(revision, count) {
      void demandReady().then(({ spares }) => spares.keepReady(revision, count));
    },
    async close() {
      const found = await search;
      if (found !== undefined && 'spares' in found) await found.spares.close();
    },
  };
}

/** The interpreter of this machine, if there is one. */
function findPython({ runtimes }: RuntimeSandboxContext): string | undefined {
  return runtimes.commandOf('python3.14', '')?.[0];
}
