/** What runs a runtime on this machine, whatever version its identifier names. */
import { spawnSync } from 'node:child_process';
import { familyOf, type RuntimeId, type Runtimes } from './runtimes.ts';

/** @returns for example `Node.js 20.19.0`. The runtime must not be missing. */
export function describeRuntime(runtime: RuntimeId, runtimes: Runtimes): string {
  switch (familyOf(runtime)) {
    case 'nodejs':
      return `Node.js ${process.versions.node}`;
    case 'python':
      return askPython(runtimes.commandOf(runtime, '')?.[0] ?? '');
    case 'provided':
      return 'the executable "bootstrap" of the function';
  }
}

/** Prints `Python 3.11.7`. */
function askPython(program: string): string {
  const { stdout } = spawnSync(program, ['-V'], { encoding: 'utf8', timeout: 10_000 });
  return stdout?.trim() || program;
}
