import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ArrivalSpec } from '../../../harness/contract/arrivals.ts';
import { errorCodeOf, messageOf } from '../../../harness/contract/errors.ts';
import { packageRoot } from '../../../harness/contract/package-root.ts';
import { parseScenario } from '../../../harness/scenario/parse-scenario.ts';

function parseArrivals(written: string): ArrivalSpec | undefined {
  const text = `name: tiny
functions: { f: { use: noop } }
experiments:
  - kind: load
    functions: [f]
    arrivals: ${written}
`;
  const [experiment] = parseScenario(text, { file: 'x.yaml', catalog: { noop: ['nodejs'] } }).experiments;
  return experiment?.kind === 'load' && experiment.load.model === 'open'
    ? experiment.load.arrivals
    : undefined;
}

/** Each problem without the file and the path down to the arrivals. */
function problemsOf(written: string): string[] {
  try {
    parseArrivals(written);
  } catch (error) {
    expect(errorCodeOf(error)).toBe('SCENARIO_INVALID');
    return messageOf(error)
      .split('\n')
      .map((line) => line.replace(/^\S+ experiments\[0\]\./, ''));
  }
  return [];
}

const calm = '{ kind: constant, rate: 5/s, duration: 10s }';
const calmSpec: ArrivalSpec = { kind: 'constant', ratePerSecond: 5, durationMs: 10_000 };

describe('arrivals in a scenario', () => {
  it.each<[string, ArrivalSpec]>([
    [calm, calmSpec],
    [
      '{ kind: poisson, rate: 30/m, duration: 1m }',
      { kind: 'poisson', ratePerSecond: 0.5, durationMs: 60_000 },
    ],
    [
      '{ kind: jitter, rate: 5/s, duration: 10s, jitter: 0.2 }',
      { kind: 'jitter', ratePerSecond: 5, durationMs: 10_000, jitter: 0.2 },
    ],
    [
      '{ kind: ramp, from: 0/s, to: 200/s, duration: 2m }',
      { kind: 'ramp', fromPerSecond: 0, toPerSecond: 200, durationMs: 120_000, spacing: 'even' },
    ],
    [
      '{ kind: steps, spacing: poisson, steps: [{ rate: 10/s, duration: 30s }, { rate: 0/s, duration: 5s }] }',
      {
        kind: 'steps',
        steps: [
          { ratePerSecond: 10, durationMs: 30_000 },
          { ratePerSecond: 0, durationMs: 5000 },
        ],
        spacing: 'poisson',
      },
    ],
    [
      '{ kind: spikes, rate: 5/s, spikeRate: 100/s, spikeDuration: 3s, every: 1m, duration: 10m }',
      {
        kind: 'spikes',
        ratePerSecond: 5,
        spikePerSecond: 100,
        everyMs: 60_000,
        spikeMs: 3000,
        durationMs: 600_000,
        spacing: 'even',
      },
    ],
    [
      '{ kind: diurnal, mean: 10/s, amplitude: 0.8, duration: 168h, dayFactors: [1, 1, 1, 1, 1, 0.5, 0.4] }',
      {
        kind: 'diurnal',
        meanPerSecond: 10,
        amplitude: 0.8,
        periodMs: 86_400_000,
        peakAtMs: 43_200_000,
        dayFactors: [1, 1, 1, 1, 1, 0.5, 0.4],
        durationMs: 604_800_000,
        spacing: 'even',
      },
    ],
    ['{ kind: idle-gap, gaps: [1s, 5m] }', { kind: 'idle-gap', gapsMs: [1000, 300_000] }],
    [
      '{ kind: counts, counts: [3, 0, 12] }',
      { kind: 'counts', counts: [3, 0, 12], intervalMs: 60_000, spacing: 'poisson' },
    ],
    ['{ kind: stamps, at: [0s, 250ms, 250ms] }', { kind: 'stamps', atMs: [0, 250, 250] }],
    [
      `{ kind: concat, parts: [${calm}, { kind: burst, count: 20 }] }`,
      { kind: 'concat', parts: [calmSpec, { kind: 'burst', count: 20 }] },
    ],
    [
      `{ kind: superpose, parts: [{ kind: limit, of: ${calm}, duration: 1s }, ${calm}] }`,
      { kind: 'superpose', parts: [{ kind: 'limit', of: calmSpec, durationMs: 1000 }, calmSpec] },
    ],
    [`{ kind: scale, of: ${calm}, rate: 2.5 }`, { kind: 'scale', of: calmSpec, rate: 2.5, time: 1 }],
    [
      `{ kind: share, of: ${calm}, weights: [3, 1], at: 1 }`,
      { kind: 'share', of: calmSpec, weights: [3, 1], at: 1 },
    ],
  ])('%s', (written, spec) => {
    expect(parseArrivals(written)).toEqual(spec);
  });

  const noTime =
    'arrivals: a burst lasts no time: put it into "concat" or "superpose", or measure it with "kind: scale-out"';

  it.each([
    [
      'a negative rate',
      '{ kind: poisson, rate: -5/s, duration: 10s }',
      'arrivals.rate: a rate cannot be negative; got "-5/s"',
    ],
    [
      'a negative rate deep inside',
      `{ kind: concat, parts: [${calm}, { kind: steps, steps: [{ rate: -1/s, duration: 1s }] }] }`,
      'arrivals.parts[1].steps[0].rate: a rate cannot be negative; got "-1/s"',
    ],
    [
      'a negative duration',
      '{ kind: poisson, rate: 5/s, duration: -10s }',
      'arrivals.duration: a duration cannot be negative; got "-10s"',
    ],
    [
      'a jitter above 1',
      '{ kind: jitter, rate: 5/s, duration: 10s, jitter: 1.5 }',
      'arrivals.jitter: expected a jitter from 0 to 1; got 1.5',
    ],
    [
      'a ramp from nothing to nothing',
      '{ kind: ramp, from: 0/s, to: 0/s, duration: 2m }',
      'arrivals.to: expected a rate above zero somewhere; got "0/s"',
    ],
    ['no steps', '{ kind: steps, steps: [] }', 'arrivals.steps: expected at least one step'],
    [
      'steps of nothing',
      '{ kind: steps, steps: [{ rate: 0/s, duration: 1s }] }',
      'arrivals.steps: expected a rate above zero somewhere',
    ],
    [
      'a spike longer than its period',
      '{ kind: spikes, rate: 5/s, spikeRate: 9/s, spikeDuration: 61s, every: 1m, duration: 10m }',
      'arrivals.spikeDuration: expected a spike no longer than its period "every"; got "61s"',
    ],
    [
      'an amplitude above 1',
      '{ kind: diurnal, mean: 1/s, amplitude: 2, duration: 24h }',
      'arrivals.amplitude: expected an amplitude from 0 to 1; got 2',
    ],
    [
      'a week without traffic',
      '{ kind: diurnal, mean: 1/s, amplitude: 1, duration: 24h, dayFactors: [0, 0] }',
      'arrivals.dayFactors: expected a factor above zero somewhere',
    ],
    ['no gaps', '{ kind: idle-gap, gaps: [] }', 'arrivals.gaps: expected at least one gap'],
    [
      'a negative count',
      '{ kind: counts, counts: [-1] }',
      'arrivals.counts[0]: a count cannot be negative; got -1',
    ],
    [
      'counts of nothing',
      '{ kind: counts, counts: [0, 0] }',
      'arrivals.counts: expected at least one invocation',
    ],
    [
      'unsorted stamps, at the first',
      '{ kind: stamps, at: [0s, 2s, 1s, 1.5s] }',
      'arrivals.at[2]: expected times in ascending order; got "1s"',
    ],
    ['no stamps', '{ kind: stamps, at: [] }', 'arrivals.at: expected at least one invocation'],
    ['no parts', '{ kind: superpose, parts: [] }', 'arrivals.parts: expected at least one part'],
    [
      'a limit without limits',
      `{ kind: limit, of: ${calm} }`,
      'arrivals: expected "invocations", "duration" or both; none of them is there',
    ],
    [
      'a factor of nothing',
      `{ kind: scale, of: ${calm}, time: 0 }`,
      'arrivals.time: expected a factor above zero; got 0',
    ],
    [
      'a negative weight',
      `{ kind: share, of: ${calm}, weights: [-1], at: 0 }`,
      'arrivals.weights[0]: a weight cannot be negative; got -1',
    ],
    [
      'weights of nothing',
      `{ kind: share, of: ${calm}, weights: [0], at: 0 }`,
      'arrivals.weights: expected a weight above zero',
    ],
    [
      'a share of nobody',
      `{ kind: share, of: ${calm}, weights: [1, 1], at: 2 }`,
      'arrivals.at: expected the place of an entry of "weights", counted from 0; got 2',
    ],
    ['a burst alone', '{ kind: burst, count: 5 }', noTime],
    ['nothing but bursts', '{ kind: concat, parts: [{ kind: burst, count: 5 }] }', noTime],
    [
      'a key of another kind',
      '{ kind: constant, rate: 5/s, duration: 1s, jitter: 1 }',
      'arrivals.jitter: unknown key; see "faasmark schema"',
    ],
  ])('%s is refused with one message', (_, written, problem) => {
    expect(problemsOf(written)).toEqual([problem]);
  });
});

describe('the table of workloads/README.md', () => {
  const rows = readFileSync(join(packageRoot, 'workloads/README.md'), 'utf8').matchAll(
    /^\| `([a-z-]+)` .*`(\{ kind: .* \})` +\|$/gm,
  );
  it.each(Array.from(rows, ([, kind = '', example = '']) => [kind, example]))(
    'shows %s by a valid example',
    (kind, example) => {
      expect(example).toContain(`kind: ${kind}`);
      expect(parseArrivals(example)).toBeDefined();
    },
  );
});
