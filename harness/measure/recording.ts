/** What a recorder has seen until now, as plain data: a thread or a file can carry it, and parts merge into the whole. */
import { type Outcome, type StartKind, outcomes, startKinds } from '../contract/invocation.ts';
import { type RecordedTimes, mergeTimes } from './recorded-times.ts';

/** One entry for each function in each phase. */
export type Recording = readonly PhaseRecording[];

/** Times are of the invocations that were sent, whatever their outcome; see `harness/analyze/times.ts`. */
export interface PhaseRecording {
  readonly phase: string;
  readonly function: string;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly startKinds: Readonly<Record<StartKind, number>>;
  readonly responseTime: RecordedTimes;
  readonly serviceTime: RecordedTimes;
  /** Response times of cold starts. */
  readonly coldStart: RecordedTimes;
}

/** @returns what one recorder would say that had seen all of it, except for the order of its entries. */
export function mergeRecordings(parts: readonly Recording[]): Recording {
  const groups = new Map<string, [PhaseRecording, ...PhaseRecording[]]>();
  for (const part of parts.flat()) {
    const key = `${part.phase}\0${part.function}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [part]);
    else group.push(part);
  }
  return Array.from(groups.values(), mergeGroup);
}

function mergeGroup(parts: readonly [PhaseRecording, ...PhaseRecording[]]): PhaseRecording {
  const [{ phase, function: name }] = parts;
  return {
    phase,
    function: name,
    outcomes: addCounts(
      outcomes,
      parts.map((part) => part.outcomes),
    ),
    startKinds: addCounts(
      startKinds,
      parts.map((part) => part.startKinds),
    ),
    responseTime: mergeTimes(parts.map((part) => part.responseTime)),
    serviceTime: mergeTimes(parts.map((part) => part.serviceTime)),
    coldStart: mergeTimes(parts.map((part) => part.coldStart)),
  };
}

function addCounts<Kind extends string>(
  kinds: readonly Kind[],
  parts: readonly Readonly<Record<Kind, number>>[],
): Readonly<Record<Kind, number>> {
  const totals = kinds.map((kind) => [kind, parts.reduce((sum, part) => sum + part[kind], 0)]);
  return Object.fromEntries(totals) as Record<Kind, number>;
}
