/** Starts a runtime in a guest: one that boots for it, or one that is up already. */
import { basename } from 'node:path';
import { extensionHostPath, nodeBootstrapPath, pythonBootstrapPath } from '../../package-files.ts';
import type { SandboxOrigin } from '../backend.ts';
import type { LaunchedRuntime, Launcher, LaunchOrder } from '../launcher.ts';
import type { Guest, GuestListener, GuestOrder } from './guest.ts';
import { guestPaths } from './initramfs.ts';
import type { Machine } from './machine.ts';
import type { GuestSpec } from './qemu-command.ts';

/** @param take - a guest of that make which is up; undefined to boot one. */
export function createMicrovmLauncher(
  machine: Machine,
  take: (spec: GuestSpec) => Guest | undefined,
): Launcher {
  return {
    launch(order) {
      const spec = machine.specOf(order.revision);
      const spare = take(spec);
      const guest = spare ?? machine.boot({ spec });
      startFunction(guest, order);
      return Promise.resolve(toLaunched(guest, machine, spare === undefined ? 'new' : 'prewarmed'));
    },
  };
}

/** All at once: what the guest cannot take yet waits in its sockets. */
function startFunction(guest: Guest, order: LaunchOrder): void {
  guest.load(order.revision.code.folder);
  guest.start(toGuestOrder(order), toListener(order));
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

function toLaunched(guest: Guest, machine: Machine, origin: SandboxOrigin): LaunchedRuntime {
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
