/** From what was seen to what it means: pure. */
import type { Ledger } from './ledger.ts';
import type { LoadRecord } from './load.ts';
import { fitSlope, type Sample, type Slope } from './slope.ts';

export interface Observed {
  readonly load: LoadRecord;
  readonly ledger: Pick<Ledger, 'doneOf'>;
  /** Ids of events that were given up. */
  readonly dead: ReadonlySet<string>;
  /** Events that the platform still has, by function. */
  readonly waiting: ReadonlyMap<string, number>;
  readonly memory: readonly Sample[];
  readonly handles: readonly Sample[];
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
  readonly memoryMiB: Slope | undefined;
  readonly handles: Slope | undefined;
  readonly leftovers: readonly string[];
  readonly logFile: string;
}

/** Growth that a platform may have in a minute and still be called flat. */
const flatMiBPerMinute = 1;
const flatHandlesPerMinute = 2;
/** Less tells nothing. */
const leastMs = 30_000;
/** Of the samples: code is still being compiled, and memories of bounded length fill up. */
const warmUpShare = 1 / 3;

export function toVerdict(observed: Observed): Verdict {
  const { load, ledger, dead, waiting } = observed;
  const ids = [...load.accepted.keys()];
  const done = ids.filter((id) => ledger.doneOf(id) > 0);
  const open = ids.filter((id) => ledger.doneOf(id) === 0 && !dead.has(id));
  const lost = toLost(open, load.accepted, waiting);
  const memoryMiB = fit(observed.memory);
  const handles = fit(observed.handles);
  const failures = [
    ...observed.complaints,
    ...load.unanswered.map((id) => `${id} got no answer`),
    ...(lost.length === 0 ? [] : [`${lost.length} events lost: ${lost.slice(0, 10).join(', ')}`]),
    ...observed.leftovers.map((line) => `left behind: ${line}`),
    ...growth('memory', 'MiB', memoryMiB, flatMiBPerMinute),
    ...growth('file handles', 'handles', handles, flatHandlesPerMinute),
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
    memoryMiB,
    handles,
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

function fit(samples: readonly Sample[]): Slope | undefined {
  const warm = samples.slice(Math.floor(samples.length * warmUpShare));
  const lastsMs = (warm.at(-1)?.atMs ?? 0) - (warm[0]?.atMs ?? 0);
  return lastsMs < leastMs ? undefined : fitSlope(warm, lastsMs / 12);
}

/** Too short a run tells nothing; a growth that may be none is none. */
function growth(what: string, unit: string, slope: Slope | undefined, flat: number): string[] {
  if (slope === undefined || slope.low <= flat) return [];
  return [
    `${what} grows by ${slope.perMinute.toFixed(2)} ${unit} a minute (at least ${slope.low.toFixed(2)})`,
  ];
}

export function describeVerdict(verdict: Verdict): string[] {
  const { memoryMiB, handles } = verdict;
  const toText = (slope: Slope | undefined): string =>
    slope === undefined
      ? 'too short to tell'
      : `${slope.perMinute.toFixed(2)} a minute (${slope.low.toFixed(2)} to ${slope.high.toFixed(2)})`;
  const toList = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  return [
    `troubles        ${toList(verdict.troubles)}; ${verdict.lives} platforms`,
    `answers         ${toList(verdict.answers)}`,
    `events          ${verdict.accepted} accepted, ${verdict.done} done, ${verdict.deadLetters} dead letters, ${verdict.waiting} waiting, ${verdict.lost.length} lost; ${verdict.duplicated} done more than once`,
    `memory          ${toText(memoryMiB)} MiB`,
    `file handles    ${toText(handles)}`,
    `left behind     ${verdict.leftovers.length === 0 ? 'nothing' : `${verdict.leftovers.length} things`}`,
    ...verdict.failures.map((line) => `FAILED: ${line}`),
    verdict.passed ? 'passed' : `failed; the platforms said: ${verdict.logFile}`,
  ];
}
