import { describe, expect, it } from '@jest/globals';
import type { InstanceRecord } from '../../../harness/contract/provider.ts';
import { fromMillis } from '../../../harness/contract/units.ts';
import { toReplacementTimes } from '../../../harness/experiments/faults/replacements.ts';
import {
  type VirtualTarget,
  countHits,
  estimateOf,
  parseExperiment,
  playVirtually,
} from '../../support/play-virtually.ts';

const configure = (killEvery: string): ReturnType<typeof parseExperiment> =>
  parseExperiment(
    `{ kind: faults, function: writer, rate: 40/s, for: 10s, killEvery: ${killEvery}, settle: 0s, warmUp: 0s }`,
    ['writer'],
  );
const config = configure('1s');

const truth = { failed: 0.06, lost: 0.03, doubled: 0.08 };

/** Of those that are waited for some fail, begun and not ended; of events some never begin, and some begin twice. */
const mortal: VirtualTarget = {
  answer({ phase, random }) {
    if (phase.isAsync !== true) {
      const isDead = random() < truth.failed;
      return { serviceMs: 20, begins: 1, ends: isDead ? 0 : 1, outcome: isDead ? 'failed' : 'ok' };
    }
    const draw = random();
    const begins = draw < truth.lost ? 0 : draw < truth.lost + truth.doubled ? 2 : 1;
    return { serviceMs: 2, begins, ends: Math.min(begins, 1) };
  },
};

describe('the faults experiment', () => {
  it('has what it counts in its intervals in at least 93 of 100 seeded runs', () => {
    const hits = countHits(
      (seed) => playVirtually(config, mortal, seed),
      {
        syncFailed: truth.failed,
        syncUnfinished: truth.failed,
        syncOkOfRequests: 1 - truth.failed,
        asyncLost: truth.lost,
        asyncDuplicated: truth.doubled,
      },
      150,
    );
    for (const count of Object.values(hits)) expect(count).toBeGreaterThanOrEqual(93);
  });

  it('states availability by its bound, of requests and of time', () => {
    const finding = playVirtually(config, mortal, 1);
    expect(finding.conclusion).toMatchObject({ verdict: 'answered' });
    expect(finding.conclusion.sentence).toMatch(
      /^With 18 instances killed: of \d+ invocations waited for, \d+ failed/,
    );
    const [requests, time] = ['syncOkOfRequests', 'syncOkOfTime'].map((key) => estimateOf(finding, key));
    // Every second has some of forty invocations, and most seconds a failure.
    expect(time?.value).toBeLessThan(requests?.value ?? 0);
  });

  it('tells what nobody gave an id for from what never began', () => {
    const silent: VirtualTarget = {
      answer: ({ random }) =>
        random() < 0.5
          ? { serviceMs: 5, begins: 1, ends: 1 }
          : { serviceMs: 5, requestId: undefined, outcome: 'failed' },
    };
    const finding = playVirtually(config, silent, 1);
    const [[, sent, failed, lost, , , untold] = []] = finding.tables[0]?.rows ?? [];
    expect(lost).toBe(0);
    expect(untold).toBe(failed);
    expect(Number(sent)).toBeGreaterThan(Number(untold));
  });

  it('refuses to answer from too few deaths, and where nothing was written down', () => {
    expect(playVirtually(configure('4s'), mortal, 1).conclusion).toMatchObject({
      verdict: 'inconclusive',
      moreSamples: 1,
    });
    const mute: VirtualTarget = { answer: () => ({ serviceMs: 5 }) };
    expect(playVirtually(config, mute, 1).conclusion).toMatchObject({
      verdict: 'inconclusive',
      moreSamples: null,
    });
  });
});

describe('what replaces a dead instance', () => {
  const create = (
    requestedMs: number,
    readyMs: number,
    removedMs?: number,
    cause = 'crash',
  ): InstanceRecord =>
    ({
      requestedAt: fromMillis(requestedMs),
      readyAt: fromMillis(readyMs),
      removedAt: removedMs === undefined ? undefined : fromMillis(removedMs),
      cause: removedMs === undefined ? undefined : cause,
    }) as InstanceRecord;

  it('is the next that was asked for, and each replaces one', () => {
    const instances = [
      create(0, 10, 100),
      create(0, 10, 105),
      create(20, 30, 500, 'idle'),
      create(110, 150),
      create(120, 180),
    ];
    expect(toReplacementTimes(instances)).toEqual([50, 75]);
    expect(toReplacementTimes([create(0, 10, 100)])).toEqual([]);
  });
});
