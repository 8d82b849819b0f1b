import { describe, expect, it } from '@jest/globals';
import { messageOf } from '../../../harness/contract/errors.ts';
import { parseScenario } from '../../../harness/scenario/parse-scenario.ts';
import type { Scenario } from '../../../harness/scenario/scenario.ts';

const parse = (experiment: string, more = ''): Scenario =>
  parseScenario(
    `name: tiny
functions: { a: { use: noop }, b: { use: noop } }
experiments:
  - ${experiment}
${more}`,
    { file: 'x.yaml', catalog: { noop: ['nodejs'] } },
  );

function problemOf(experiment: string, more = ''): string {
  try {
    parse(experiment, more);
  } catch (error) {
    return messageOf(error);
  }
  return '';
}

const constant = '{ kind: constant, rate: 10/s, duration: 2s }';

describe('a load in the closed model', () => {
  it('has so many callers for so long, who do not think', () => {
    const [load] = parse(
      '{ kind: load, functions: [a], closed: { concurrency: 5, duration: 2s } }',
    ).experiments;
    expect(load).toMatchObject({
      load: {
        model: 'closed',
        stages: [{ fromConcurrency: 5, toConcurrency: 5, durationMs: 2000 }],
        thinkTimeMs: 0,
      },
    });
  });

  it('may change its callers in stages, each from where the one before it ended', () => {
    const closed =
      '{ startConcurrency: 2, stages: [{ concurrency: 8, duration: 1s }, { concurrency: 0, duration: 3s }], thinkTime: 50ms }';
    const [load] = parse(`{ kind: load, functions: [a], closed: ${closed} }`).experiments;
    expect(load).toMatchObject({
      load: {
        stages: [
          { fromConcurrency: 2, toConcurrency: 8, durationMs: 1000 },
          { fromConcurrency: 8, toConcurrency: 0, durationMs: 3000 },
        ],
        thinkTimeMs: 50,
      },
    });
  });

  it.each([
    [
      'neither model',
      '{ kind: load, functions: [a] }',
      'expected one of "arrivals" and "closed"; none of them is there',
    ],
    [
      'both models',
      `{ kind: load, functions: [a], arrivals: ${constant}, closed: { concurrency: 1, duration: 1s } }`,
      'expected one of "arrivals" and "closed"; both are there',
    ],
    [
      'neither form of callers',
      '{ kind: load, functions: [a], closed: { callers: 3 } }',
      'x.yaml:4:35 experiments[0].closed: expected "concurrency" and "duration", or "stages"',
    ],
  ])('is refused with %s', (_, experiment, problem) => {
    expect(problemOf(experiment)).toContain(problem);
  });
});

describe('a mix', () => {
  it('shares its arrivals by weight and lets others have a load of their own', () => {
    const functions = '{ a: { weight: 3 }, b: { closed: { concurrency: 1, duration: 2s } } }';
    const [mix] = parse(`{ kind: mix, arrivals: ${constant}, functions: ${functions} }`).experiments;
    expect(mix).toMatchObject({
      kind: 'mix',
      parts: [
        {
          function: 'a',
          load: {
            model: 'open',
            arrivals: { kind: 'share', of: { kind: 'constant' }, weights: [3, 0], at: 0 },
          },
        },
        { function: 'b', load: { model: 'closed' } },
      ],
    });
  });

  it.each([
    [
      'a weight of nothing',
      '{ kind: mix, functions: { a: { weight: 1 } } }',
      'functions with a "weight" share "arrivals", and there are none',
    ],
    [
      'arrivals that nobody shares',
      `{ kind: mix, arrivals: ${constant}, functions: { a: { arrivals: ${constant} } } }`,
      'nothing shares these arrivals: give a function a "weight"',
    ],
    [
      'a function with two loads',
      `{ kind: mix, functions: { a: { weight: 1, arrivals: ${constant} } } }`,
      'experiments[0].functions.a: expected exactly one of "weight", "arrivals" and "closed"',
    ],
    [
      'a function that is not there',
      `{ kind: mix, functions: { z: { arrivals: ${constant} } } }`,
      'no function "z" in this scenario; there is "a", "b"',
    ],
    ['no function', '{ kind: mix, functions: {} }', 'expected at least one function'],
  ])('is refused with %s', (_, experiment, problem) => {
    expect(problemOf(experiment)).toContain(problem);
  });
});

describe('the generator', () => {
  const load = `{ kind: load, functions: [a], arrivals: ${constant} }`;

  it('is our own with one thread where nothing is said', () => {
    expect(parse(load).generator).toEqual({
      engine: 'native',
      workers: 1,
      pacing: 'auto',
      maxConnections: 10_000,
      maxBacklog: 10_000,
      connectionReuse: 'reuse',
      protocol: 'http/1.1',
      maxSendDelayMs: 1,
    });
  });

  it.each([
    ['an engine that is not there', 'generator: { engine: wrk }', 'x.yaml:5:14 generator.engine'],
    ['no thread', 'generator: { workers: 0 }', 'generator.workers: Too small'],
    ['an unknown key', 'generator: { threads: 2 }', 'generator.threads: unknown key'],
  ])('is refused with %s', (_, more, problem) => {
    expect(problemOf(load, more)).toContain(problem);
  });
});

describe('retries', () => {
  it('are asked for by function, by default only of what was throttled', () => {
    const scenario = parseScenario(
      `name: tiny
functions: { a: { use: noop, retry: { attempts: 3 } } }
experiments: [{ kind: cold-start, functions: [a] }]
`,
      { file: 'x.yaml', catalog: { noop: ['nodejs'] } },
    );
    expect(scenario.functions['a']?.retry).toEqual({ attempts: 3, outcomes: ['throttled'] });
  });
});
