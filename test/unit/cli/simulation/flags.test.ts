import { describe, expect, it } from '@jest/globals';
import { profileNames } from '../../../../platform/policies/profiles/registry.ts';
import { parseLaw } from '../../../../harness/cli/simulation/parse-law.ts';
import { parseNodes } from '../../../../harness/cli/simulation/parse-nodes.ts';
import { parseProfiles } from '../../../../harness/cli/simulation/parse-profiles.ts';

function toPattern(parts: readonly string[]): RegExp {
  return new RegExp(parts.map((part) => part.replaceAll(/[^\w ]/g, '\\$&')).join('.*'));
}

function usage(...parts: string[]): unknown {
  return expect.objectContaining({ code: 'USAGE', message: expect.stringMatching(toPattern(parts)) });
}

describe('a law of durations', () => {
  it.each([
    ['200ms', { kind: 'constant', ms: 200 }],
    ['0ms', { kind: 'constant', ms: 0 }],
    ['exponential:1.5s', { kind: 'exponential', meanMs: 1500 }],
    ['uniform:100ms,1s', { kind: 'uniform', leastMs: 100, mostMs: 1000 }],
    ['lognormal:120ms, 0.5', { kind: 'lognormal', medianMs: 120, sigma: 0.5 }],
  ])('is read from %j', (text, law) => {
    expect(parseLaw(text, '--service')).toEqual(law);
  });

  it.each([
    '',
    '200',
    '-5ms',
    'weibull:1s',
    'exponential',
    'exponential:1s,2s',
    'uniform:2s,1s',
    'uniform:2s',
    'lognormal:1s',
    'lognormal:1s,x',
    'lognormal:1s,-1',
    'lognormal:1s,9',
  ])('is not read from %j', (text) => {
    expect(() => parseLaw(text, '--init')).toThrow(usage('--init: expected', `got "${text}"`));
  });
});

describe('nodes', () => {
  it('have so much memory each, or no end of it', () => {
    expect(parseNodes('3x1024', 128)).toEqual({ nodesMiB: [1024, 1024, 1024] });
    expect(parseNodes('1x512x8', 128)).toEqual({ nodesMiB: [512], coresPerNode: 8 });
    expect(parseNodes(undefined, 128)).toEqual({ nodesMiB: [Infinity] });
  });

  it.each(['', '4', '0x512', '4x0', '4x-1', '99999x512', '2x1GB', '2x512x0'])(
    'are not read from %j',
    (text) => {
      expect(() => parseNodes(text, 128)).toThrow(usage('--nodes: expected', `got "${text}"`));
    },
  );

  it('are refused where no instance has room', () => {
    expect(() => parseNodes('4x64', 128)).toThrow(usage('128 MiB', 'got "4x64"'));
  });
});

describe('profiles', () => {
  it('are those that are named, each once, or all', () => {
    expect(parseProfiles('workers, lambda,workers')).toEqual(['workers', 'lambda']);
    expect(parseProfiles(undefined)).toEqual(profileNames);
  });

  it.each(['', 'lamda', 'lambda,'])('are not read from %j', (text) => {
    expect(() => parseProfiles(text)).toThrow(usage('--profiles: expected', 'knative-kpa', 'got "'));
  });
});
