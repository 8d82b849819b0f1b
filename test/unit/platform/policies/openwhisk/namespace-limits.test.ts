import { describe, expect, it } from '@jest/globals';
import {
  decideNamespace,
  defaultNamespaceLimits,
  type NamespaceRate,
} from '../../../../../platform/policies/openwhisk/index.ts';

describe('the limits of a namespace', () => {
  it.each([
    ['let the first one in', undefined, 0, 0, 'withinLimits', 1],
    ['let the last one of a minute in', { minute: 0, activations: 119 }, 0, 59_999, 'withinLimits', 120],
    ['refuse the next one, and count it', { minute: 0, activations: 120 }, 0, 59_999, 'tooManyRequests', 121],
    ['begin anew with the minute', { minute: 0, activations: 500 }, 0, 60_000, 'withinLimits', 1],
    ['leave room for the one that comes', undefined, 99, 0, 'withinLimits', 1],
    ['refuse what is too much at once', undefined, 100, 0, 'tooManyConcurrentRequests', 1],
    ['look at the rate first', { minute: 0, activations: 120 }, 100, 0, 'tooManyRequests', 121],
  ] as const)('%s', (_, rate: NamespaceRate | undefined, concurrent, nowMs, reason, activations) => {
    const decision = decideNamespace(rate, concurrent, nowMs, defaultNamespaceLimits);
    expect([decision.reason, decision.rate.activations]).toEqual([reason, activations]);
    expect(decision.kind).toBe(reason === 'withinLimits' ? 'admit' : 'refuse');
  });
});
