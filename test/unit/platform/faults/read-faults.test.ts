import { describe, expect, it } from '@jest/globals';
import { readFaults, toFaultDocument } from '../../../../platform/faults/read-faults.ts';
import { faults as scenarioFaults } from '../../../../harness/scenario/schema/faults.ts';

const whole = {
  seed: 7,
  faults: [
    { kind: 'delay', stage: 'sandbox', ms: 200 },
    { kind: 'delay', stage: 'code', ms: { kind: 'uniform', leastMs: 1, mostMs: 2 }, probability: 0.5 },
    { kind: 'throttle', reason: 'CallerRateLimitExceeded', retryAfterMs: 5, fromMs: 10, untilMs: 20 },
    { kind: 'refuseStart', most: 3 },
    { kind: 'freeze', ms: { kind: 'measured', sortedMs: [1, 2, 3] } },
    { kind: 'slowNetwork', latencyMs: { kind: 'exponential', meanMs: 3 }, bytesPerSecond: 1000 },
    { kind: 'loseEvent', probability: 0.1 },
    { kind: 'doubleEvent' },
    { kind: 'clockSkew', of: 'gateway', ms: -5000 },
  ],
  functions: {
    hello: [
      { kind: 'crash', when: 'during', afterMs: { kind: 'lognormal', medianMs: 5, sigma: 1 } },
      {
        kind: 'delay',
        stage: 'handler',
        ms: {
          kind: 'hyperexponential',
          branches: [
            { share: 0.9, meanMs: 1 },
            { share: 0.1, meanMs: 100 },
          ],
        },
      },
      { kind: 'clockSkew', of: 'instance', ms: { kind: 'uniform', leastMs: -10, mostMs: 10 } },
    ],
  },
};

/** Each with the lines that it is refused with. */
const wrong: readonly (readonly [string, unknown, readonly string[]])[] = [
  ['a list', [], ['the document: expected an object; got []']],
  ['an unknown member', { seeds: 1 }, ['seeds: unknown; expected seed, faults, functions; got 1']],
  ['a seed that is none', { seed: -1 }, ['seed: expected a whole number, 0 or more; got -1']],
  [
    'an unknown kind',
    { faults: [{ kind: 'dlay' }] },
    [
      'faults[0].kind: expected one of delay, crash, refuseStart, throttle, freeze, slowNetwork, loseEvent, doubleEvent, clockSkew; got "dlay"',
    ],
  ],
  [
    'a delay of nothing, nowhere',
    { faults: [{ kind: 'delay' }] },
    [
      'faults[0].stage: expected one of placement, sandbox, runtime, code, handler, answer; it is missing',
      'faults[0].ms: expected milliseconds, or an object with the kind of a distribution; it is missing',
    ],
  ],
  [
    'several at once',
    {
      faults: [{ kind: 'loseEvent', probability: 2, most: 1.5 }],
      functions: { f: [{ kind: 'refuseStart', x: 1 }] },
    },
    [
      'faults[0].probability: expected a number, from 0 to 1; got 2',
      'faults[0].most: expected a whole number, 0 or more; got 1.5',
      'functions.f[0].x: unknown; expected kind, probability, fromMs, untilMs, most; got 1',
    ],
  ],
  [
    'a window that ends before it begins',
    { faults: [{ kind: 'loseEvent', fromMs: 5, untilMs: 5 }] },
    ['faults[0].untilMs: expected more than fromMs; got 5'],
  ],
  [
    'shares that leave something out',
    { faults: [{ kind: 'freeze', ms: { kind: 'hyperexponential', branches: [{ share: 0.5, meanMs: 1 }] } }] },
    ['faults[0].ms.branches: expected shares that add up to 1; got [{"share":0.5,"meanMs":1}]'],
  ],
  [
    'a negative delay',
    { faults: [{ kind: 'freeze', ms: -1 }] },
    ['faults[0].ms: expected a number, from 0 to 86400000 ms; got -1'],
  ],
  [
    'measurements in disorder',
    { faults: [{ kind: 'freeze', ms: { kind: 'measured', sortedMs: [2, 1] } }] },
    ['faults[0].ms.sortedMs: expected numbers in rising order; got [2,1]'],
  ],
  [
    'the clock of the gateway for one function',
    { functions: { f: [{ kind: 'clockSkew', of: 'gateway', ms: 1 }] } },
    ['functions.f[0].of: expected instance: the gateway belongs to no function; got "gateway"'],
  ],
];

describe('a declaration of faults', () => {
  it('is read with its defaults, and written as it would be read again', () => {
    const declared = readFaults(whole);
    expect(declared.faults[0]).toEqual({
      fault: { kind: 'delay', stage: 'sandbox', ms: { kind: 'constant', ms: 200 } },
      probability: 1,
      fromMs: 0,
      untilMs: Infinity,
      most: Infinity,
    });
    const written: unknown = JSON.parse(JSON.stringify(toFaultDocument(declared)));
    expect(readFaults(written)).toEqual(declared);
  });

  it.each(wrong)('with %s is refused, each problem with its path', (_, document, lines) => {
    let message = '';
    try {
      readFaults(document);
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('FAULTS_INVALID');
      ({ message } = error as Error);
    }
    expect(message.split('\n')).toEqual(lines);
  });
});

describe('the faults of a scenario', () => {
  it('are what the platform takes', () => {
    expect(scenarioFaults.safeParse(whole).error).toBeUndefined();
    expect(readFaults(scenarioFaults.parse(whole))).toEqual(readFaults(whole));
    expect(scenarioFaults.parse({})).toEqual({ seed: 1, faults: [], functions: {} });
  });

  it.each(wrong)('with %s are refused as there', (_, document) => {
    expect(scenarioFaults.safeParse(document).success).toBe(false);
  });
});
