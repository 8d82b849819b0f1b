import { describe, expect, it } from '@jest/globals';
import type { Invocation } from '../../../../harness/contract/invocation.ts';
import { type K6Request, createOutputReader } from '../../../../harness/load/k6/read-output.ts';
import { toInvocation } from '../../../../harness/load/k6/to-invocation.ts';
import { createToInstant } from '../../../../harness/load/k6/wall-clock.ts';
import { createMonotonicClockStub } from '../../../support/stub-clock.ts';
import { target } from './script-parts.ts';

interface Told {
  readonly requests: K6Request[];
  readonly dropped: unknown[];
}

/** Reads lines; an instant of the run is the nanoseconds within the minute. */
function read(lines: readonly string[]): Told {
  const told: Told = { requests: [], dropped: [] };
  const reader = createOutputReader(
    {
      request: (one) => told.requests.push(one),
      dropped: (...all) => told.dropped.push(all),
      users: () => undefined,
    },
    (time) => Math.round(Number(time.slice(17, -1)) * 1e9),
  );
  for (const line of lines) reader.line(line);
  reader.end();
  return told;
}

/** A line as k6 writes it. */
function point(metric: string, value: number, invocation: number, extra: object = {}): string {
  const tags = { scenario: 'load_api', status: '200' };
  const metadata = { invocation: String(invocation), ...extra };
  const data = { time: '2026-11-24T10:00:01.250000000Z', value, tags, metadata };
  return JSON.stringify({ metric, type: 'Point', data });
}

function request(invocation: number, changes: Readonly<Record<string, number>> = {}): string[] {
  const numbers = {
    http_reqs: 1,
    http_req_duration: 7,
    http_req_blocked: 3,
    http_req_connecting: 0.5,
    http_req_tls_handshaking: 1.5,
    http_req_sending: 1,
    http_req_waiting: 4,
    http_req_receiving: 2,
    ...changes,
  };
  return Object.entries(numbers).map(([metric, value]) => point(metric, value, invocation));
}

function invocationOf(changes: Partial<K6Request>): Partial<Invocation> {
  const [one] = read(request(0)).requests as [K6Request];
  return toInvocation({ ...one, ...changes }, 0, target);
}

describe('the output of k6', () => {
  it('is put together by invocation, however the lines of two are mixed', () => {
    const [one, other] = [request(0), request(1, { http_req_duration: 9 })];
    const mixed = one.flatMap((line, at) => [line, other[at] ?? '']);
    const { requests } = read([...mixed, point('iterations', 1, 1), point('iterations', 1, 0)]);
    expect(requests.map(({ durationMs }) => durationMs)).toEqual([9, 7]);
  });

  it('is told when the iteration ends, and at the very end where none did', () => {
    const answer = JSON.stringify({ headers: { 'X-Faas-Request-Id': 'r1' }, body: '{}' });
    const lines = [...request(0), point('faasmark_answer', 1, 0, { answer }), point('iterations', 1, 0)];
    expect(read([...lines, ...request(1)]).requests.map((one) => one.answer)).toEqual([
      { headers: { 'X-Faas-Request-Id': 'r1' }, body: '{}' },
      undefined,
    ]);
  });

  it('tells what was dropped', () => {
    expect(read([point('dropped_iterations', 3, 0)]).dropped).toEqual([['load_api', 3, 1.25e9]]);
  });

  it('passes over everything else', () => {
    expect(read(['', 'Running', '{"type":"Metric","data":{}}', point('data_sent', 1, 0)]).requests).toEqual(
      [],
    );
  });

  it('becomes four instants: k6 stamps the end, and the rest is counted back from it', () => {
    expect(invocationOf({})).toMatchObject({
      endedAt: 1250e6,
      firstByteAt: 1248e6,
      sentAt: 1241e6,
      intendedStart: 1240e6,
      connectDurationMs: 0.5,
      tlsDurationMs: 1.5,
    });
    expect(invocationOf({ connectingMs: 0, tlsMs: 0, blockedMs: 0 })).toMatchObject({
      sentAt: 1243e6,
      intendedStart: 1243e6,
      connectDurationMs: undefined,
      tlsDurationMs: undefined,
    });
  });

  it.each<[Partial<K6Request>, Partial<Invocation>]>([
    [{}, { outcome: 'ok', error: undefined }],
    [
      { status: 429, errorCode: 1429 },
      { outcome: 'throttled', error: 'HTTP 429' },
    ],
    [
      { status: 500, errorCode: 1500 },
      { outcome: 'failed', error: 'HTTP 500' },
    ],
    [
      { status: 0, errorCode: 1050, error: 'request timeout' },
      { outcome: 'timedOut', error: 'Client: no answer in 5000 ms', firstByteAt: undefined },
    ],
    [
      { status: 0, errorCode: 1212, error: 'dial: connection refused' },
      { outcome: 'failed', error: 'K6-1212: dial: connection refused' },
    ],
  ])('becomes an outcome: %j', (changes, expected) => {
    expect(invocationOf(changes)).toMatchObject(expected);
  });

  it('becomes the same labels as with any engine', () => {
    const probe = { instance: 'i-1', invocation: 1, initDurationMs: 80, handlerDurationMs: 2 };
    const answer = { headers: {}, body: JSON.stringify({ probe, output: {} }) };
    expect(invocationOf({ answer })).toMatchObject({
      start: 'cold',
      evidence: 'probe',
      instance: 'i-1',
      initDurationMs: 80,
      handlerDurationMs: 2,
    });
  });
});

describe('the wall clock of k6', () => {
  it('becomes an instant of the run, in any time zone and to the nanosecond', () => {
    let epochMs = Date.UTC(2026, 10, 24, 10, 0, 0, 7);
    // It turns while it is looked at; the run is 5 ms old then.
    const clock = { ...createMonotonicClockStub(), epochMs: () => epochMs++, now: () => 5e6 };
    const toInstant = createToInstant(clock);
    expect(toInstant('2026-11-24T10:00:00.008Z')).toBe(5e6);
    expect(toInstant('2026-11-24T10:00:01.008000001Z')).toBe(1_005_000_001);
    expect(toInstant('2026-11-24T11:00:00.0075+01:00')).toBe(4_500_000);
    expect(toInstant('2026-11-24T10:00:00Z')).toBe(-3e6);
  });
});
