/** From what was seen to what it means: pure. */
import type { Ledger } from './ledger.ts';
import type { LoadRecord } from './load.ts';
import { type Growth, judgeGrowth } from './growth.ts';
import type { Samples } from './sampling.ts';

export interface Observed extends Samples {
  readonly load: LoadRecord;
  readonly ledger: Pick<Ledger, 'doneOf'>;
  /** Ids of events that were given up. */
  readonly dead: ReadonlySet<string>;
  /** Events that the platform still has, by function. */
  readonly waiting: ReadonlyMap<string, number>;
  readonly troubles: Readonly<Record<string, number>>;
  /** How many platforms there were. */
  readonly lives: number;
  readonly complaints: readonly string[];
  readonly leftovers: readonly string[];
  /** What the platforms said. */
  readonly logFile: string;
}

export interface Verdict {
  readonly passed: boolean;
  /** A line for each thing that must not be. */
  readonly failures: readonly string[];
  readonly accepted: number;
  readonly done: number;
  readonly deadLetters: number;
  readonly waiting: number;
  readonly lost: readonly string[];
  /** Events that were done more than once: at least once allows it. */
  readonly duplicated: number;
  readonly answers: Readonly<Record<string, number>>;
  readonly troubles: Readonly<Record<string, number>>;
  readonly lives: number;
  readonly growths: readonly Growth[];
  readonly leftovers: readonly string[];
  readonly logFile: string;
}

export function toVerdict(observed: Observed): Verdict {
  const { load, ledger, dead, waiting } = observed;
  const ids = [...load.accepted.keys()];
  const done = ids.filter((id) => ledger.doneOf(id) > 0);
  const open = ids.filter((id) => ledger.doneOf(id) === 0 && !dead.has(id));
  const lost = toLost(open, load.accepted, waiting);
  const growths = [
    judgeGrowth({ what: 'memory referred to', unit: 'MiB', flatPerMinute: 0.1, samples: observed.live }),
    judgeGrowth({ what: 'memory resident', unit: 'MiB', flatPerMinute: 0.5, samples: observed.resident }),
    judgeGrowth({ what: 'file handles', unit: 'handles', flatPerMinute: 0.5, samples: observed.handles }),
  ];
  const failures = [
    ...observed.complaints,
    ...load.unanswered.map((id) => `${id} got no answer`),
    ...(lost.length === 0 ? [] : [`${lost.length} events lost: ${lost.slice(0, 10).join(', ')}`]),
    ...observed.leftovers.map((line) => `left behind: ${line}`),
    ...growths.flatMap(({ failure }) => failure ?? []),
  ];
  return {
    passed: failures.length === 0,
    failures,
    accepted: ids.length,
    done: done.length,
    deadLetters: ids.filter((id) => dead.has(id)).length,
    waiting: open.length - lost.length,
    lost,
    duplicated: done.filter((id) => ledger.doneOf(id) > 1).length,
    answers: Object.fromEntries([...load.answers].toSorted(([one], [other]) => (one < other ? -1 : 1))),
    troubles: observed.troubles,
    lives: observed.lives,
    growths,
    leftovers: observed.leftovers,
    logFile: observed.logFile,
  };
}

/** As many as the platform still has of a function are not lost; which ones it does not say. */
function toLost(
  open: readonly string[],
  functionOf: ReadonlyMap<string, string>,
  waiting: ReadonlyMap<string, number>,
): string[] {
  const left = new Map(waiting);
  return open.filter((id) => {
    const name = functionOf.get(id) ?? '';
    const kept = left.get(name) ?? 0;
    left.set(name, kept - 1);
    return kept <= 0;
  });
}

export function describeVerdict(verdict: Verdict): string[] {
  const toList = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  return [
    `troubles            ${toList(verdict.troubles)}; ${verdict.lives} platforms`,
    `answers             ${toList(verdict.answers)}`,
    `events              ${verdict.accepted} accepted, ${verdict.done} done, ${verdict.deadLetters} dead letters, ${verdict.waiting} waiting, ${verdict.lost.length} lost; ${verdict.duplicated} done more than once`,
    ...verdict.growths.map(({ what, text }) => `${what.padEnd(19)} ${text}`),
    `left behind         ${verdict.leftovers.length === 0 ? 'nothing' : `${verdict.leftovers.length} things`}`,
    ...verdict.failures.map((line) => `FAILED: ${line}`),
    verdict.passed ? 'passed' : `failed; the platforms said: ${verdict.logFile}`,
  ];
}
