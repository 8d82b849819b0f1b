/** The command that repeats a run. */
import type { RunSummary } from '../contract/summary.ts';

export function toCommandLine({ scenario, seed }: Pick<RunSummary, 'scenario' | 'seed'>): string {
  return `npx faasmark run ${toShellWord(`${scenario}.yaml`)} --seed ${seed}`;
}

/** Quoted where a shell would read more than a name. */
function toShellWord(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
