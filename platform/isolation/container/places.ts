/** How the runtime of a function is named and found inside a container: pure. */
import { basename, isAbsolute } from 'node:path';
import { connectionVariable, type RuntimePlaces } from '../../runtime/environment.ts';
import type { RuntimeFamily } from '../../runtime/runtimes.ts';

/** Where the platform's own files for runtimes are inside. */
export const runtimeFolder = '/var/runtime';
export const taskFolder = '/var/task';

/** Where the Runtime API is inside, for clients that want a port; the same in every container. */
export const runtimeApiPort = 9001;

export function toContainerPlaces(wantsPort: boolean): RuntimePlaces {
  return {
    codeFolder: taskFolder,
    scratchFolder: '/tmp',
    runtimeFolder,
    runtimeApi: wantsPort ? `127.0.0.1:${runtimeApiPort}` : undefined,
  };
}

/** The descriptor of its connection, for a runtime of ours. */
export const connectionEnvironment: Readonly<Record<string, string>> = { [connectionVariable]: '3' };

/**
 * Program and arguments, as their files are named inside.
 *
 * @param command - as they are named on this machine.
 * @param locate - names a program of this machine; undefined when it is not inside.
 * @throws Error for a program that is not inside.
 */
export function toContainerCommand(
  command: readonly string[],
  codeFolder: string,
  locate: (program: string) => string | undefined,
): readonly string[] {
  return command.map((part) => {
    if (!isAbsolute(part)) return part;
    if (part.startsWith(`${codeFolder}/`)) return taskFolder + part.slice(codeFolder.length);
    if (/\.(cjs|mjs|py)$/.test(part)) return `${runtimeFolder}/${basename(part)}`;
    const inside = locate(part);
    if (inside === undefined) throw new Error(`the root file system of containers has no ${basename(part)}`);
    return inside;
  });
}

/**
 * The same command, which waits before it comes to the function: one of ours for its environment, over its connection
 * or on its standard input; any other for the name of its log stream, as a line on its standard input.
 */
export function toHeldCommand(
  command: readonly string[],
  family: RuntimeFamily,
  waitsAt: 'connection' | 'input',
): readonly string[] {
  if (family !== 'provided') {
    const stem = command.map((part) => part.replace(/-bootstrap(\.[a-z]+)$/, '-stem$1'));
    return waitsAt === 'input' ? [...stem, '0'] : stem;
  }
  const wait =
    'read -r AWS_LAMBDA_LOG_STREAM_NAME && export AWS_LAMBDA_LOG_STREAM_NAME && exec "$@" </dev/null';
  return ['/bin/sh', '-c', wait, 'sh', ...command];
}
