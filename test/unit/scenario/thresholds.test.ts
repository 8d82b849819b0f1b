import { describe, expect, it } from '@jest/globals';
import { messageOf } from '../../../harness/contract/errors.ts';
import type { ThresholdSpec } from '../../../harness/contract/threshold.ts';
import { planRun, toPhases } from '../../../harness/experiments/plan.ts';
import { parseScenario } from '../../../harness/scenario/parse-scenario.ts';
import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { namePhases } from '../../../harness/scenario/threshold-checks.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';

const experiments = [
  '{ kind: cold-start, functions: [hello], samples: 9 }',
  '{ kind: scale-out, name: burst, function: hello, instances: 4 }',
  '{ kind: load, name: steady, functions: [hello, other], arrivals: { kind: poisson, rate: 9/s, duration: 2s } }',
  '{ kind: mix, functions: { other: { arrivals: { kind: poisson, rate: 9/s, duration: 2s } } } }',
];

function parse(thresholds: readonly string[], of: readonly string[] = experiments): Scenario {
  const list = (entries: readonly string[]): string => entries.map((one) => `  - ${one}\n`).join('');
  const text = `name: tiny
functions: { hello: { use: noop }, other: { use: noop }, idle: { use: noop } }
thresholds:
${list(thresholds)}experiments:
${list(of)}`;
  return parseScenario(text, { file: 'x.yaml', catalog: { noop: ['nodejs'] } });
}

function problemsOf(...args: Parameters<typeof parse>): string[] {
  try {
    parse(...args);
  } catch (error) {
    return messageOf(error).split('\n');
  }
  return [];
}

const parseOne = (threshold: string): ThresholdSpec | undefined => parse([threshold]).thresholds[0];

describe('a threshold', () => {
  it('is everything that its sentence says, in the unit of its metric', () => {
    expect(parseOne('responseTime.p99 < 1.5s')).toEqual({
      check: 'responseTime.p99 < 1.5s',
      metric: { of: 'responseTime', statistic: 'p99' },
      comparator: '<',
      limit: 1500,
      unit: 'ms',
      function: null,
      phase: null,
      abortOnFail: false,
      abortAfterMs: 10_000,
    });
  });

  it('may say where it applies and that it ends the run', () => {
    const written =
      '{ check: "coldStart.p95 < 500ms", function: hello, phase: steady/hello, abortOnFail: true, abortAfter: 5s }';
    expect(parseOne(written)).toMatchObject({
      metric: { of: 'coldStart', statistic: 'p95' },
      limit: 500,
      function: 'hello',
      phase: 'steady/hello',
      abortOnFail: true,
      abortAfterMs: 5000,
    });
  });

  it.each([
    ['responseTime.p99.9 <= 250us', { of: 'responseTime', statistic: 'p99.9' }, '<=', 0.25, 'ms'],
    ['serviceTime.min>1ms', { of: 'serviceTime', statistic: 'min' }, '>', 1, 'ms'],
    ['serviceTime.mean >= 1m', { of: 'serviceTime', statistic: 'mean' }, '>=', 60_000, 'ms'],
    ['coldStart.max < 2s', { of: 'coldStart', statistic: 'max' }, '<', 2000, 'ms'],
    ['coldStart.rate < 57%', { of: 'coldStartRate' }, '<', 0.57, 'ratio'],
    ['initDuration.p50 < 90ms', { of: 'initDuration', statistic: 'p50' }, '<', 90, 'ms'],
    ['outcome.failed.rate < 0.1%', { of: 'outcome', outcome: 'failed', as: 'rate' }, '<', 0.1 / 100, 'ratio'],
    ['outcome.ok.rate > 0.999', { of: 'outcome', outcome: 'ok', as: 'rate' }, '>', 0.999, 'ratio'],
    ['outcome.timedOut.count <= 0', { of: 'outcome', outcome: 'timedOut', as: 'count' }, '<=', 0, 'count'],
    ['sendDelay.p99 < 1ms', { of: 'sendDelay', statistic: 'p99' }, '<', 1, 'ms'],
    ['achievedRate > 100/s', { of: 'achievedRate' }, '>', 100, 'perSecond'],
    ['achievedRate > 30/m', { of: 'achievedRate' }, '>', 0.5, 'perSecond'],
    ['costPerMillionUsd < 0.35', { of: 'costPerMillionUsd' }, '<', 0.35, 'usd'],
    ['scaleOut.timeToAll < 3s', { of: 'timeToAll' }, '<', 3000, 'ms'],
    ['utilisation > 60%', { of: 'utilisation' }, '>', 0.6, 'ratio'],
  ])('understands %s', (text, metric, comparator, limit, unit) => {
    expect(parseOne(text)).toMatchObject({ metric, comparator, limit, unit });
  });

  it('is not needed', () => {
    expect(parse(['utilisation > 0']).thresholds).toHaveLength(1);
    expect(parseScenario(minimal, { file: 'x.yaml', catalog: { noop: ['nodejs'] } }).thresholds).toEqual([]);
  });
});

const minimal = `name: tiny
functions: { hello: { use: noop } }
experiments: [{ kind: cold-start, functions: [hello] }]
`;

describe('a threshold that is wrong', () => {
  const durations = 'a duration with its unit, such as 300ms, 1.5s or 250us';
  const shares = 'a share from 0 to 1 or from 0% to 100%, such as 0.001 or 0.1%';
  const early = 'what it checks is known only at the end; a run can be ended by responseTime';

  it.each([
    ['a metric', 'latency < 3ms', ': no metric "latency" for a threshold; there is responseTime.(p50|p95|'],
    ['a statistic', 'responseTime.p90 < 3ms', ': no metric "responseTime.p90" for a threshold; there is'],
    ['a sentence', 'fast', ': expected a metric, a comparator and a value, such as'],
    ['a number', '5', ': expected a metric, a comparator and a value, such as'],
    ['a comparator', 'responseTime.p99 == 3ms', ': no comparator "=="; there is < <= > >=; got'],
    ['a unit', 'responseTime.p99 < 3', `: responseTime.p99 is compared with ${durations}, not with "3"; got`],
    [
      'a share above one',
      'outcome.ok.rate > 99',
      `: outcome.ok.rate is compared with ${shares}, not with "99"`,
    ],
    [
      'half an invocation',
      'outcome.ok.count > 0.5',
      ': outcome.ok.count is compared with a whole number, such as 0, not',
    ],
    [
      'a rate',
      'achievedRate > 100',
      ': achievedRate is compared with a rate with its unit, such as 100/s or 30/m, not with "100"',
    ],
    [
      'a currency',
      'costPerMillionUsd < 2EUR',
      ': costPerMillionUsd is compared with US dollars without a sign, such as 2 or 0.35, not with "2EUR"',
    ],
    [
      'a function',
      '{ check: utilisation > 0, function: helo }',
      '.function: no function "helo" in this scenario; there is "hello", "other", "idle"',
    ],
    [
      'a phase',
      '{ check: utilisation > 0, phase: steady }',
      '.phase: no phase "steady" in this scenario; there is "cold-start/hello", "burst/hello", "steady/hello"',
    ],
    [
      'a phase where it is not measured',
      '{ check: utilisation > 0, phase: burst/hello }',
      ': nothing in this scenario measures "utilisation > 0" there; it takes an experiment of the kind "load"',
    ],
    [
      'a function that is in no experiment',
      '{ check: responseTime.p50 < 1s, function: idle }',
      ': nothing in this scenario measures "responseTime.p50 < 1s" there',
    ],
    [
      'a function that is not the one of the phase',
      '{ check: responseTime.p50 < 1s, function: other, phase: steady/hello }',
      ': nothing in this scenario measures',
    ],
    [
      'a phase for what is of a function',
      '{ check: costPerMillionUsd < 2, phase: steady/hello }',
      ': "costPerMillionUsd < 2" is of a whole function, not of a phase; leave "phase" out',
    ],
    [
      'an abort on what the end alone knows',
      '{ check: costPerMillionUsd < 2, abortOnFail: true }',
      `.abortOnFail: ${early}`,
    ],
    [
      'an abort on a count that has yet to grow',
      '{ check: outcome.ok.count > 9, abortOnFail: true }',
      `.abortOnFail: ${early}`,
    ],
    [
      'a delay of nothing',
      '{ check: responseTime.p50 < 1s, abortAfter: 5s }',
      '.abortAfter: it delays "abortOnFail", which is not there; add "abortOnFail: true"; got "5s"',
    ],
    [
      'an unknown key',
      '{ check: utilisation > 0, abort: true }',
      '.abort: unknown key; see "faasmark schema"',
    ],
    ['no sentence', '{ function: hello }', '.check: expected a metric, a comparator and a value'],
  ])('because of %s is one problem with its place', (_, written, problem) => {
    const problems = problemsOf([written]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^x\.yaml:4:\d+ thresholds\[0\]/);
    expect(problems[0]).toContain(`thresholds[0]${problem}`);
  });

  it('because nothing measures it names what would', () => {
    const onlyLoad = experiments.slice(2);
    expect(problemsOf(['scaleOut.timeToAll < 3s'], onlyLoad)[0]).toContain('kind "scale-out"');
    expect(problemsOf(['coldStart.p50 < 3s'], onlyLoad)).toEqual([]);
  });
});

describe('the phases that a threshold may name', () => {
  it('are those that the plan measures', () => {
    const scenario = parse(['utilisation > 0']);
    const planned = toPhases(planRun(scenario, ['hello', 'other', 'idle'], createSchedule)).filter(
      (phase) => phase.role === 'measure',
    );
    const raw = [
      { kind: 'cold-start', functions: ['hello'] },
      { kind: 'scale-out', name: 'burst', function: 'hello' },
      { kind: 'load', name: 'steady', functions: ['hello', 'other'] },
      { kind: 'mix', functions: { other: {} } },
    ];
    expect(namePhases(raw).map(({ id }) => id)).toEqual(planned.map(({ id }) => id));
  });
});
