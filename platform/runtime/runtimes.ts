/** The runtimes that functions may ask for, and what runs them on this machine. */
import { spawnSync } from 'node:child_process';
import { findProgram } from '../isolation/find-program.ts';
import { nodeBootstrapPath, pythonBootstrapPath } from '../package-files.ts';

/** Identifiers of AWS Lambda that can be run here (docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html, November 2026). */
export const runtimeIds = [
  'nodejs18.x',
  'nodejs20.x',
  'nodejs22.x',
  'nodejs24.x',
  'python3.9',
  'python3.10',
  'python3.11',
  'python3.12',
  'python3.13',
  'python3.14',
  'provided.al2',
  'provided.al2023',
] as const;

export type RuntimeId = (typeof runtimeIds)[number];

export function isRuntimeId(value: string): value is RuntimeId {
  return (runtimeIds as readonly string[]).includes(value);
}

/** What runs a runtime: a bootstrap of ours for two, and the function's own for all others. */
export type RuntimeFamily = 'nodejs' | 'python' | 'provided';

export interface Runtimes {
  /** Program and arguments that start a function; undefined when the runtime is not on this machine. */
  commandOf(runtime: RuntimeId, codeFolder: string): readonly [string, ...string[]] | undefined;
  /** Why a runtime cannot be had: one sentence; undefined when it can. */
  whyMissing(runtime: RuntimeId): string | undefined;
}

/** Looks once for what runs the runtimes: a later change of the PATH is not seen. */
export function findRuntimes(): Runtimes {
  const python = findPython();
  return {
    commandOf(runtime, codeFolder) {
      switch (familyOf(runtime)) {
        case 'nodejs':
          return [process.execPath, nodeBootstrapPath];
        case 'python':
          // Unbuffered, so that a log line is there before the answer; no bytecode beside the function's code.
          return python === undefined ? undefined : [python, '-u', '-B', pythonBootstrapPath];
        case 'provided':
          return [`${codeFolder}/bootstrap`];
      }
    },
    whyMissing: (runtime) =>
      familyOf(runtime) === 'python' && python === undefined
        ? `the runtime ${runtime} is not available on this machine: no python3 on the PATH`
        : undefined,
  };
}

export function familyOf(runtime: RuntimeId): RuntimeFamily {
  if (runtime.startsWith('nodejs')) return 'nodejs';
  return runtime.startsWith('python') ? 'python' : 'provided';
}

/** The interpreter itself: what is on the PATH may be a script that picks one, at a cost at each start. */
function findPython(): string | undefined {
  const found = findProgram('python3');
  if (found === undefined) return undefined;
  const asked = spawnSync(found, ['-I', '-c', 'import sys; print(sys.executable)'], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  const path = asked.status === 0 ? asked.stdout.trim() : '';
  return path === '' ? undefined : path;
}
