import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type CallbackRequest,
  type Callbacks,
  createCallbacks,
} from '../../../../platform/events/callbacks.ts';
import { whyRefusedCallback } from '../../../../platform/events/callback-url.ts';
import type { FinishedEvent } from '../../../../platform/events/queued-event.ts';
import { createMemoryStore } from '../../../../platform/storage/data-store.ts';
import { createFakeClock, type FakeClock, settle } from '../../../support/fake-clock.ts';

let clock: FakeClock;
let callbacks: Callbacks;
let posted: { readonly at: number; readonly request: CallbackRequest }[];
let log: string[];
/** What the receiver answers, the last one for ever: a status, or nothing. */
let answers: (number | 'nothing' | 'silence')[];
beforeEach(() => {
  clock = createFakeClock();
  posted = [];
  log = [];
  callbacks = createCallbacks({
    clock,
    store: createMemoryStore(),
    async post(request, signal) {
      const answer = answers[Math.min(posted.length, answers.length - 1)] ?? 200;
      posted.push({ at: clock.now() / 1000, request });
      if (answer === 'nothing') throw new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') });
      if (answer === 'silence') {
        await new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        );
      }
      return Number(answer);
    },
    log: (line) => log.push(line),
  });
});

const url = 'http://127.0.0.1:1/';
const event: FinishedEvent = {
  functionName: 'f',
  invocation: { requestId: 'r', payload: Buffer.from('{}'), wantsLogTail: false },
  queuedAtMs: 0,
  plain: { callback: { url, callId: 'c' } },
  end: 'done',
  attempts: [],
  runs: 1,
  lastRun: { version: '$LATEST', outcome: 'ok', durationMs: 1234.5, payload: Buffer.from('"result"') },
};

describe('the result of an event', () => {
  it('is sent with the headers of OpenFaaS', async () => {
    answers = [200];
    callbacks.add(event);
    await settle();
    expect(posted.map(({ request }) => ({ ...request, body: request.body.toString() }))).toEqual([
      {
        url,
        headers: {
          'content-type': 'application/json',
          'x-call-id': 'c',
          'x-duration-seconds': '1.234500',
          'x-function-name': 'f',
          'x-function-status': '200',
        },
        body: '"result"',
      },
    ]);
    expect([clock.pending(), log]).toEqual([0, []]);
  });

  it.each<[FinishedEvent['end'], FinishedEvent['lastRun'], string]>([
    ['retriesExhausted', { version: '1', outcome: 'failed', durationMs: 1, payload: Buffer.from('') }, '502'],
    [
      'retriesExhausted',
      { version: '1', outcome: 'timedOut', durationMs: 1, payload: Buffer.from('') },
      '504',
    ],
    ['tooOld', undefined, '503'],
    ['switchedOff', undefined, '429'],
    ['functionDeleted', undefined, '404'],
  ])('tells by its status of an event that ended as %s', async (end, lastRun, status) => {
    answers = [200];
    callbacks.add({ ...event, end, lastRun });
    await settle();
    expect(posted[0]?.request.headers['x-function-status']).toBe(status);
  });

  it('is sent again, four times at most, to one who fails', async () => {
    answers = ['nothing', 500, 'nothing', 503];
    callbacks.add(event);
    await settle();
    await clock.advance(60_000);
    expect(posted.map(({ at }) => at)).toEqual([0, 1, 3, 7, 15]);
    expect(log).toEqual([`the result of r is given up: ${url}: status 503`]);
  });

  it('is not sent again to one who has refused it', async () => {
    answers = ['nothing', 404];
    callbacks.add(event);
    await settle();
    await clock.advance(60_000);
    expect(posted).toHaveLength(2);
    expect(log).toEqual([]);
  });

  it('is sent again to one who does not answer within ten seconds', async () => {
    answers = ['silence', 200];
    callbacks.add(event);
    await settle();
    await clock.advance(11_000);
    expect(posted.map(({ at }) => at)).toEqual([0, 11]);
  });

  it('goes nowhere when nobody waits for it', async () => {
    callbacks.add({ ...event, plain: { callback: undefined } });
    callbacks.add({ ...event, plain: undefined });
    await settle();
    expect(posted).toEqual([]);
  });

  it('is kept when the platform ends, and sent by the next', async () => {
    answers = [500];
    callbacks.add(event);
    await settle();
    callbacks.close();
    await clock.advance(60_000);
    expect(posted).toHaveLength(1);
  });
});

describe('a URL for results', () => {
  it.each([
    ['http://127.0.0.1:8080/x', true],
    ['http://localhost/', true],
    ['https://[::1]:8443/', true],
    ['http://2130706433/', true],
    ['http://10.0.0.1/', false],
    ['http://169.254.169.254/latest/meta-data/', false],
    ['http://0.0.0.0/', false],
    ['http://127.0.0.1.example.org/', false],
    ['http://127.0.0.1@example.org/', false],
    ['http://example.org/', false],
  ])('%s is of this machine: %s', (text, isLocal) => {
    expect(whyRefusedCallback(text, false) === undefined).toBe(isLocal);
    expect(whyRefusedCallback(text, true)).toBeUndefined();
  });

  it.each(['file:///etc/passwd', 'ftp://127.0.0.1/', '127.0.0.1', ''])('is not %s', (text) => {
    expect(whyRefusedCallback(text, true)).toContain('expected an http or https URL');
  });
});
