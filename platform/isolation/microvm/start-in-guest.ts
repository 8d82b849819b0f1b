/** Starts a runtime in a guest: one that boots for it, one that is up already, or a copy of one that has initialised. */
import { basename } from 'node:path';
import { extensionHostPath, nodeBootstrapPath, pythonBootstrapPath } from '../../package-files.ts';
import type { SandboxOrigin } from '../backend.ts';
import type { LaunchedRuntime, LaunchOrder } from '../launcher.ts';
import type { Guest, GuestListener, GuestOrder } from './guest.ts';
import { guestPaths } from './initramfs.ts';
import type { Machine } from './machine.ts';
import type { GuestSpec } from './qemu-command.ts';
import { restoreGuest, type Snapshot } from './snapshot.ts';

/** @param take - a guest of that make which is up; undefined to boot one. */
export function startInGuest(
  machine: Machine,
  order: LaunchOrder,
  take: (spec: GuestSpec) => Guest | undefined,
): LaunchedRuntime {
  const spec = machine.specOf(order.revision);
  const spare = take(spec);
  const guest = spare ?? machine.boot({ spec });
  startFunction(guest, order);
  return toLaunched(guest, machine, spare === undefined ? 'new' : 'prewarmed');
}

/** All at once: what the guest cannot take yet waits in its sockets. */
export function startFunction(guest: Guest, order: LaunchOrder): void {
  guest.load(order.revision.code.folder);
  guest.start(toGuestOrder(order), toListener(order));
}

/** In a copy of a guest that has initialised: it only has to learn who it is. */
export async function restoreFunction(
  machine: Machine,
  { spec, memoryPath, statePath }: Snapshot,
  order: LaunchOrder,
): Promise<LaunchedRuntime> {
  const memoryFile = { path: memoryPath, use: 'restore' } as const;
  const guest = machine.boot({ spec, memoryFile, stateFile: statePath });
  await restoreGuest(guest).catch(() => guest.qemu.kill());
  await guest.renew(pickIdentity(toGuestOrder(order).environment), toListener(order));
  return toLaunched(guest, machine, 'restored');
}

/** What differs between two instances of one revision; the function may have changed the rest. */
function pickIdentity(environment: Readonly<Record<string, string>>): Record<string, string> {
  const name = 'AWS_LAMBDA_LOG_STREAM_NAME';
  return { [name]: environment[name] ?? '' };
}

function toListener({ runtimeApi, onOutput, onExit }: LaunchOrder): GuestListener {
  return { onConnection: (connection) => runtimeApi.attach(connection), onOutput, onExit };
}

function toGuestOrder(order: LaunchOrder): GuestOrder {
  const { code, settings } = order.revision;
  return {
    command: order.command.map((word) => toGuestPath(word, code.folder)),
    environment: order.toEnvironment({
      codeFolder: guestPaths.taskRoot,
      scratchFolder: guestPaths.temporary,
      runtimeFolder: guestPaths.runtimeFolder,
      runtimeApi: guestPaths.runtimeApi,
    }),
    memoryMiB: settings.memoryMiB,
  };
}

/** Interpreters are in the guest where they are here; what is ours or the function's is not. */
function toGuestPath(word: string, codeFolder: string): string {
  if (word === nodeBootstrapPath) return guestPaths.nodeBootstrap;
  if (word === extensionHostPath) return `${guestPaths.runtimeFolder}/${basename(word)}`;
  if (word === pythonBootstrapPath) return guestPaths.pythonBootstrap;
  return word.startsWith(`${codeFolder}/`) ? guestPaths.taskRoot + word.slice(codeFolder.length) : word;
}

export function toLaunched(guest: Guest, machine: Machine, origin: SandboxOrigin): LaunchedRuntime {
  return {
    origin,
    madeOf: machine.madeOf,
    readPeakMemoryMiB: () => guest.readPeakMemoryMiB(),
    async pause() {
      await guest.qemu.monitor.execute('stop');
    },
    async resume() {
      await guest.qemu.monitor.execute('cont');
    },
    destroy: () => guest.destroy(),
  };
}
