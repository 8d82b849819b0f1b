/**
 * What came of a play, in memory of a fixed size where its length is known: which indexes of the schedule have a record,
 * the response times and the send delays.
 */
import type { InvocationBatch } from '../../../harness/contract/invocation-batch.ts';
import { outcomes } from '../../../harness/contract/invocation.ts';

export interface Tally {
  readonly count: number;
  readonly duplicated: number;
  readonly notOk: number;
  /** On the run's clock. */
  readonly firstStart: number;
  readonly lastEnd: number;
  add(batch: InvocationBatch): void;
  /** Of the first `scheduled` indexes. */
  countLost(scheduled: number): number;
  /** Ascending, in nanoseconds; of invocations that were meant to start `settle` after the first one or later. */
  responseTimes(settle: number): Float64Array;
  sendDelays(settle: number): Float64Array;
}

const ok = outcomes.indexOf('ok');

/** @param capacity - invocations; it grows where more come. */
export function createTally(capacity: number): Tally {
  // Filled, so that the memory is taken now and not little by little.
  let starts = new Float64Array(capacity).fill(-1);
  let responses = new Float64Array(capacity).fill(-1);
  let delays = new Float64Array(capacity).fill(-1);
  let seen = new Uint8Array(capacity).fill(0);
  let count = 0;
  let duplicated = 0;
  let notOk = 0;
  let firstStart = Number.POSITIVE_INFINITY;
  let lastEnd = 0;

  const growFor = (wanted: number): void => {
    if (wanted <= seen.length) return;
    const size = Math.max(wanted, 2 * seen.length);
    starts = widen(starts, new Float64Array(size));
    responses = widen(responses, new Float64Array(size));
    delays = widen(delays, new Float64Array(size));
    seen = widen(seen, new Uint8Array(size));
  };

  const settled = (values: Float64Array, settle: number): Float64Array =>
    values
      .subarray(0, count)
      .filter((value, at) => !Number.isNaN(value) && (starts[at] as number) >= firstStart + settle)
      .toSorted();

  return {
    get count() {
      return count;
    },
    get duplicated() {
      return duplicated;
    },
    get notOk() {
      return notOk;
    },
    get firstStart() {
      return firstStart;
    },
    get lastEnd() {
      return lastEnd;
    },
    add(batch) {
      growFor(count + batch.length);
      for (let row = 0; row < batch.length; row++) {
        const index = batch.index[row] as number;
        const start = batch.intendedStart[row] as number;
        const end = batch.endedAt[row] as number;
        growFor(index + 1);
        if (seen[index] !== 0) duplicated++;
        seen[index] = 1;
        if (batch.outcome[row] !== ok) notOk++;
        starts[count] = start;
        responses[count] = end - start;
        delays[count] = (batch.sentAt[row] as number) - start;
        count++;
        firstStart = Math.min(firstStart, start);
        lastEnd = Math.max(lastEnd, end);
      }
    },
    countLost(scheduled) {
      let lost = 0;
      for (let index = 0; index < scheduled; index++) if (seen[index] !== 1) lost++;
      return lost;
    },
    responseTimes: (settle) => settled(responses, settle),
    sendDelays: (settle) => settled(delays, settle),
  };
}

function widen<Values extends Float64Array | Uint8Array>(from: Values, to: Values): Values {
  to.set(from);
  return to;
}
