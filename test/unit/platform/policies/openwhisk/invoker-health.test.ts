import { describe, expect, it } from '@jest/globals';
import {
  type ActivationResult,
  createInvokerHealth,
  decideInvokerHealth,
  type InvokerEvent,
  type InvokerHealthState,
  defaultHealthLimits,
} from '../../../../../platform/policies/openwhisk/index.ts';

function play(events: readonly (readonly [number, InvokerEvent])[], from?: InvokerHealthState): string[] {
  let state = from ?? createInvokerHealth(0, defaultHealthLimits);
  return events.map(([atMs, event]) => {
    const decision = decideInvokerHealth(state, event, atMs);
    state = decision.state;
    return `${state.health}${decision.isTestDue ? ' test' : ''} ${decision.reason}`;
  });
}

const ping: InvokerEvent = { kind: 'ping' };
const tick: InvokerEvent = { kind: 'tick' };
const finished = (result: ActivationResult): InvokerEvent => ({ kind: 'finished', result });
const healthy: InvokerHealthState = { health: 'healthy', results: [], heardAtMs: 0, testAtMs: undefined };

describe("an invoker's health", () => {
  it('begins unhealthy and becomes healthy with a successful test', () => {
    expect(
      play([
        [0, ping],
        [10, finished('success')],
        [20, ping],
      ]),
    ).toEqual(['unhealthy unchanged', 'healthy test fewErrors', 'healthy unchanged']);
  });

  it('goes offline after ten seconds of silence, and comes back unhealthy with a test', () => {
    expect(
      play(
        [
          [9999, tick],
          [10_000, tick],
          [10_001, finished('success')],
          [20_000, ping],
        ],
        healthy,
      ),
    ).toEqual(['healthy unchanged', 'offline silent', 'offline unchanged', 'unhealthy test pinged']);
  });

  it('tolerates three system errors of the last ten, not four', () => {
    const error = finished('systemError');
    expect(
      play(
        [
          [1, error],
          [2, error],
          [3, error],
          [4, error],
        ],
        healthy,
      ),
    ).toEqual([
      'healthy unchanged',
      'healthy unchanged',
      'healthy unchanged',
      'unhealthy test tooManyErrors',
    ]);
  });

  it('is unresponsive after four timeouts', () => {
    const timeout = finished('timeout');
    expect(
      play(
        [
          [1, timeout],
          [2, timeout],
          [3, timeout],
          [4, timeout],
        ],
        healthy,
      ).at(-1),
    ).toBe('unresponsive test tooManyErrors');
  });

  it('recovers when the errors have left the last ten, testing after every success', () => {
    const results: ActivationResult[] = ['systemError', 'systemError', 'systemError', 'systemError'];
    const ill: InvokerHealthState = { health: 'unhealthy', results, heardAtMs: 0, testAtMs: 60_000 };
    const successes = Array.from({ length: 7 }, (_, at) => [at, finished('success')] as const);
    expect(play(successes, ill).slice(-2)).toEqual(['unhealthy test unchanged', 'healthy test fewErrors']);
  });

  it('is tested every minute while it pings and is unhealthy', () => {
    const state = { ...createInvokerHealth(0), heardAtMs: 55_000 };
    expect(
      play(
        [
          [59_999, tick],
          [60_000, tick],
          [60_001, ping],
          [61_000, tick],
        ],
        state,
      ),
    ).toEqual([
      'unhealthy unchanged',
      'unhealthy test testDue',
      'unhealthy unchanged',
      'unhealthy unchanged',
    ]);
  });
});
