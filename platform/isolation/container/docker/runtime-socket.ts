/**
 * How a runtime in a container of Docker comes to the Runtime API: there is no network, and no descriptor can be handed
 * over, so a folder with a Unix socket is shown inside. Clients that want a port have a relay beside them.
 */
import { basename } from 'node:path';
import { connectionVariable } from '../../../runtime/environment.ts';
import { portRelayPath } from '../../../package-files.ts';
import { runtimeApiPort, runtimeFolder } from '../places.ts';

export const socketFolder = '/run/faasmark';
export const socketName = 'runtime-api';

const socketPath = `${socketFolder}/${socketName}`;

/** Of a runtime of ours, which needs no port. */
export const socketEnvironment: Readonly<Record<string, string>> = { [connectionVariable]: socketPath };

/** @param node - as it is named inside. */
export function toRelayedCommand(command: readonly string[], node: string): readonly string[] {
  const relay = `${runtimeFolder}/${basename(portRelayPath)}`;
  return [node, relay, socketPath, String(runtimeApiPort), ...command];
}

/**
 * The same command, below a first process that is not the function's: the kernel keeps from that one the signals which
 * it has no handler for. Docker's own `--init` is hidden by the folders of this machine. The shell says nothing itself.
 */
export function toSecondCommand(command: readonly string[]): readonly string[] {
  const run = 'exec 3>&2 2>/dev/null; "$@" 2>&3 3>&-; exit $?';
  return ['/bin/sh', '-c', run, 'sh', ...command];
}
