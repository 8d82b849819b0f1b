/** A run in one sentence: how it ended, whether to believe it, and cold against warm. */
import type { Estimate, RunSummary } from '../contract/summary.ts';
import { formatCount, formatDigits, formatDuration } from './format.ts';

export function describeVerdict(summary: RunSummary): string {
  const limited = summary.generator.verdict === 'generator-limited' ? ', but generator-limited' : '';
  return `${describeOutcome(summary)}${limited}: ${describeColdAgainstWarm(summary)}.`;
}

function describeOutcome({ outcome, reason, generator, durationMs }: RunSummary): string {
  const because = reason === null ? '' : ` (${reason})`;
  const sent = pluralize(generator.sent, 'measured invocation');
  switch (outcome) {
    case 'completed':
      return 'Completed';
    case 'aborted':
      return `Aborted${because} after ${formatDuration(durationMs)} and ${sent}`;
    case 'failed':
      return `Failed${because} after ${formatDuration(durationMs)} and ${sent}`;
  }
}

/** The fastest and the slowest function; one clause where there is one. */
function describeColdAgainstWarm({ starts, findings }: Pick<RunSummary, 'starts' | 'findings'>): string {
  const pairs = findPairs(starts).toSorted((one, other) => one.cold.value - other.cold.value);
  const [first, last] = [pairs.at(0), pairs.at(-1)];
  if (first === undefined || last === undefined) return describeWithoutPair(starts.length, findings.length);
  const from = formatDuration(first.cold.value);
  if (first === last) return `a median cold start of ${first.function} takes ${from}, ${compare(first)}`;
  const to = formatDuration(last.cold.value);
  return `a median cold start takes ${from} (${first.function}, ${compare(first)}) to ${to} (${last.function}, ${compare(last)})`;
}

function describeWithoutPair(starts: number, findings: number): string {
  if (starts > 0) return 'no function has enough cold and warm samples to compare their medians';
  return findings > 0 ? 'what its experiments found stands below' : 'nothing was measured';
}

/** Cold and warm medians of one function. */
export interface StartPair {
  readonly function: string;
  readonly cold: Estimate;
  readonly warm: Estimate;
}

/** Of the functions that have both. */
export function findPairs(starts: RunSummary['starts']): StartPair[] {
  return starts.flatMap((one) => {
    const warm = starts.find((other) => other.function === one.function && other.start === 'warm');
    const [coldP50, warmP50] = [one.responseTimeMs.p50, warm?.responseTimeMs.p50];
    if (one.start !== 'cold' || coldP50 === null || !warmP50) return [];
    return [{ function: one.function, cold: coldP50, warm: warmP50 }];
  });
}

function compare({ cold, warm }: StartPair): string {
  const ratio = cold.value / warm.value;
  const times = Number.isFinite(ratio) ? `${formatDigits(Number(ratio.toPrecision(2)))} times ` : 'against ';
  return `${times}its warm ${formatDuration(warm.value)}`;
}

/** `1 invocation`, `1,200 invocations`. */
export function pluralize(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
