/** How a container ended, from the status of the OCI runtime that ran it: pure. */
import type { SandboxExit } from '../backend.ts';

export interface RuntimeExit {
  /** Of the OCI runtime; null when a signal ended it. */
  readonly status: number | null;
  readonly signal: string | null;
  /** What it has to say itself: empty unless it could not run the container. */
  readonly complaint: string;
}

/**
 * Signals by number that end a process. A runtime states 128 more; that cannot be told from a program that exits with
 * such a status. SIGHUP is not among them: nothing in a container sends it, and Node.js exits with 129.
 */
const signals: Readonly<Record<number, string>> = {
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
};

export function toSandboxExit({ status, signal, complaint }: RuntimeExit): SandboxExit {
  if (signal !== null) return { kind: 'signalled', signal };
  if (complaint !== '') return { kind: 'notStarted', code: '', message: complaint };
  const meant = signals[(status ?? 0) - 128];
  return meant === undefined ? { kind: 'exited', status: status ?? 0 } : { kind: 'signalled', signal: meant };
}
