/** Runs one command to its end and says what it printed and how much processor time it took. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Command } from './pinning.ts';
import { type Scope, endGroup } from './scope.ts';

export interface FinishedCommand {
  readonly stdout: string;
  /** User and system time of the whole process, all threads, its start included. */
  readonly cpuMicros: number;
}

/** The command did not get through; the message is the last line that it printed. */
class CommandFailed extends Error {}

/** The shell prints the processor time of its ended children: two lines, its own and theirs, as POSIX wants it. */
const timed = '"$@"; code=$?; times >&2; exit $code';
const minute = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/;

/**
 * @param onStart - is told the id of the shell whose one child the command is.
 * @throws CommandFailed when it exits with another code than 0 or takes longer than `limitSeconds`.
 */
export async function runCommand(
  { file, args }: Command,
  limitSeconds: number,
  scope: Scope,
  onStart: (shell: number) => void = () => undefined,
): Promise<FinishedCommand> {
  scope.signal.throwIfAborted();
  // Standard input stays open: our own scripts end when it closes.
  const child = spawn('/bin/sh', ['-c', timed, 'sh', file, ...args], { detached: true, cwd: scope.folder });
  scope.own(child);
  if (child.pid !== undefined) onStart(child.pid);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const endNow = (): void => endGroup(child, 'SIGKILL');
  const limit = setTimeout(endNow, limitSeconds * 1000);
  scope.signal.addEventListener('abort', endNow);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(limit);
  scope.signal.removeEventListener('abort', endNow);
  scope.signal.throwIfAborted();
  if (code === null) throw new CommandFailed(`not over after ${limitSeconds} s; ${lastLine(stdout, stderr)}`);
  if (code !== 0)
    throw new CommandFailed(`exit code ${code}: ${lastLine(stdout, stderr.replace(minute, ''))}`);
  return { stdout, cpuMicros: toMicros(stderr) };
}

function toMicros(stderr: string): number {
  const [, userMinutes, userSeconds, systemMinutes, systemSeconds] = (minute.exec(stderr) ?? []).map(Number);
  if (userMinutes === undefined || systemMinutes === undefined) return Number.NaN;
  return (60 * (userMinutes + systemMinutes) + (userSeconds ?? 0) + (systemSeconds ?? 0)) * 1e6;
}

/** The last one that names an error, where there is one: a crash ends with lines that say less. */
function lastLine(stdout: string, stderr: string): string {
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '' && !minute.test(line));
  const told = lines.findLast((line) => /error|fail|cannot|unable/i.test(line)) ?? lines.at(-1);
  return told?.trim() ?? 'it said nothing';
}
