/** Has the kernel end a process with its parent, even when the parent is killed. */
import { findProgram } from './find-program.ts';

/** @returns what a command has to begin with; empty where it cannot be had: it takes Linux, with `setpriv`. */
export function findDeathSignalWrapper(): readonly string[] {
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : undefined;
  return setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'KILL', '--'];
}
