import { describe, expect, it } from '@jest/globals';
import type { EventInvokeConfig } from '../../../../platform/control/event-invoke-config.ts';
import type { EventEnd, FinishedEvent } from '../../../../platform/events/queued-event.ts';
import { createDestinations } from '../../../../platform/events/destinations.ts';
import type { Invocation } from '../../../../platform/instances/invocation.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const arn = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

interface Told {
  readonly name: string;
  readonly invocation: Invocation;
}

function tell(
  config: EventInvokeConfig | undefined,
  end: EventEnd,
  payload = '{}',
): { readonly told: Told[]; readonly log: string[] } {
  const told: Told[] = [];
  const log: string[] = [];
  const event: FinishedEvent = {
    functionName: 'f',
    invocation: { requestId: 'r', payload: Buffer.from(payload), wantsLogTail: false },
    queuedAtMs: 0,
    end,
    attempts: [],
    runs: 1,
    lastRun: undefined,
  };
  createDestinations({ clock: createFakeClock(), configOf: () => config, log: (line) => log.push(line) })(
    event,
    { pass: (name, invocation) => void told.push({ name, invocation }) },
  );
  return { told, log };
}

const both = { onSuccess: arn('good'), onFailure: arn('bad:prod') };

describe('a destination', () => {
  it.each<[string, EventInvokeConfig | undefined, EventEnd, string[]]>([
    ['hears of success', both, 'done', ['good']],
    ['hears of failure', both, 'retriesExhausted', ['bad']],
    ['of success hears of no failure', { onSuccess: arn('good') }, 'tooOld', []],
    ['of failure hears of no success', { onFailure: arn('bad') }, 'done', []],
    ['hears nothing of a function that is gone', both, 'functionDeleted', []],
    ['is none without a configuration', undefined, 'done', []],
  ])('%s', (_, config, end, names) => {
    expect(tell(config, end).told.map(({ name }) => name)).toEqual(names);
  });

  it('is invoked by its alias, as an event of its own', () => {
    const [told] = tell(both, 'tooOld').told;
    expect(told?.invocation).toMatchObject({ qualifier: 'prod', wantsLogTail: false });
    expect(told?.invocation.requestId).not.toBe('r');
    expect(JSON.parse(told?.invocation.payload.toString() ?? '')).toMatchObject({
      requestContext: { requestId: 'r', condition: 'EventAgeExceeded' },
    });
  });

  it('does not get what is too large for an event, and the log says so', () => {
    const { told, log } = tell(both, 'done', JSON.stringify('x'.repeat(1_048_576)));
    expect(told).toEqual([]);
    expect(log).toEqual([`event r for f: its record is too large for ${arn('good')}`]);
  });
});
