import { describe, expect, it } from '@jest/globals';
import type { EventInvokeConfig } from '../../../../platform/control/event-invoke-config.ts';
import type { EventEnd, EventRun, FinishedEvent } from '../../../../platform/events/queued-event.ts';
import { createDestinations } from '../../../../platform/events/destinations.ts';
import type { Invocation } from '../../../../platform/instances/invocation.ts';
import type { Message } from '../../../../platform/queues/message.ts';
import { createQueues } from '../../../../platform/queues/queues.ts';
import { defaultQueueSettings } from '../../../../platform/queues/queue-settings.ts';
import { createMemoryStore } from '../../../../platform/storage/data-store.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const arn = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

const queueArn = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;

interface Told {
  readonly name: string;
  readonly invocation: Invocation;
}

interface Circumstances {
  readonly payload?: string;
  readonly deadLetterArn?: string;
  readonly lastRun?: EventRun;
}

function tell(
  config: EventInvokeConfig | undefined,
  end: EventEnd,
  { payload = '{}', deadLetterArn, lastRun }: Circumstances = {},
): { readonly told: Told[]; readonly log: string[]; readonly letters: Message[] } {
  const told: Told[] = [];
  const log: string[] = [];
  const event: FinishedEvent = {
    functionName: 'f',
    invocation: { requestId: 'r', payload: Buffer.from(payload), wantsLogTail: false },
    queuedAtMs: 0,
    end,
    attempts: [],
    runs: 1,
    lastRun,
  };
  const clock = createFakeClock();
  const queues = createQueues(clock, createMemoryStore());
  const queue = queues.create('letters', defaultQueueSettings);
  createDestinations({
    clock,
    configOf: () => config,
    deadLetterArnOf: () => deadLetterArn,
    queues,
    log: (line) => log.push(line),
  })(event, { pass: (name, invocation) => void told.push({ name, invocation }) });
  return { told, log, letters: queue.receive({ max: 10 }).map(({ message }) => message) };
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
    const { told, log } = tell(both, 'done', { payload: JSON.stringify('x'.repeat(1_048_576)) });
    expect(told).toEqual([]);
    expect(log).toEqual([`event r for f: its record is too large for ${arn('good')}`]);
  });

  it('that is a queue gets the record as a message', () => {
    const { letters } = tell({ onFailure: queueArn('letters') }, 'tooOld');
    expect(letters.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      expect.objectContaining({
        requestContext: expect.objectContaining({ condition: 'EventAgeExceeded' }),
      }),
    ]);
  });

  it('that is gone hears nothing, and the log says so', () => {
    const { letters, log } = tell({ onFailure: queueArn('absent') }, 'tooOld');
    expect(letters).toEqual([]);
    expect(log).toEqual([`event r for f: there is no queue ${queueArn('absent')}`]);
  });
});

describe('a queue for dead letters', () => {
  const deadLetterArn = queueArn('letters');
  const failed: EventRun = {
    version: '1',
    outcome: 'failed',
    durationMs: 1,
    payload: Buffer.from(JSON.stringify({ errorMessage: `no ${'o'.repeat(2000)}` })),
  };

  it.each<[string, EventEnd, EventRun | undefined, string, string]>([
    ['failed', 'retriesExhausted', failed, '200', `no ${'o'.repeat(1021)}`],
    ['became too old', 'tooOld', undefined, '429', 'The event exceeded its maximum age.'],
    ['could not run', 'switchedOff', undefined, '429', 'The reserved concurrency of the function is 0.'],
  ])('gets the event that %s as it came, and why', (_, end, lastRun, code, message) => {
    const { letters } = tell(undefined, end, {
      payload: '{"a":1}',
      deadLetterArn,
      ...(lastRun && { lastRun }),
    });
    expect(letters).toEqual([
      expect.objectContaining({
        body: '{"a":1}',
        attributes: {
          RequestID: { DataType: 'String', StringValue: 'r' },
          ErrorCode: { DataType: 'Number', StringValue: code },
          ErrorMessage: { DataType: 'String', StringValue: message },
        },
      }),
    ]);
  });

  it('gets nothing of an event that was handled', () => {
    expect(tell(undefined, 'done', { deadLetterArn }).letters).toEqual([]);
  });
});
