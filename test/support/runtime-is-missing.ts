/** Why functions of the catalogue cannot run on this machine in a language. */
import { spawnSync } from 'node:child_process';
import type { Language } from '../../harness/contract/workload.ts';

const why = (program: string, args: readonly string[]): string | undefined =>
  spawnSync(program, args).status === 0 ? undefined : `there is no ${program}`;

export const runtimeIsMissing: Readonly<Record<Language, string | undefined>> = {
  nodejs: undefined,
  python: why('python3', ['--version']),
  go: why('go', ['version']),
};
