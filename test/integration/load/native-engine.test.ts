import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ArrivalSpec } from '../../../harness/contract/arrivals.ts';
import { createMonotonicClock } from '../../../harness/contract/clock.ts';
import { toInvocations } from '../../../harness/contract/invocation-batch.ts';
import type { Invocation } from '../../../harness/contract/invocation.ts';
import type { InvocationTarget } from '../../../harness/contract/target.ts';
import type { PlayEnd, PlayPart } from '../../../harness/load/engine.ts';
import type { LoadOptions } from '../../../harness/load/load-options.ts';
import { createNativeEngine } from '../../../harness/load/native-engine.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(handle: Handle): Promise<InvocationTarget> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => handle(request, response));
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    path: '/function/hello',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"a":1}',
    dialect: 'plain',
    timeoutMs: 5000,
  };
}

interface Played {
  readonly end: PlayEnd;
  readonly invocations: Invocation[];
}

interface PlayOptions extends Partial<LoadOptions> {
  readonly signal?: AbortSignal;
}

async function playAll(
  parts: readonly Pick<PlayPart, 'phase' | 'target' | 'load'>[],
  { signal = new AbortController().signal, ...options }: PlayOptions = {},
): Promise<Played> {
  const invocations: Invocation[] = [];
  const engine = createNativeEngine({
    clock: createMonotonicClock(),
    options,
    onBatch: (batch) => invocations.push(...toInvocations(batch)),
    onSample: () => undefined,
  });
  try {
    const played = parts.map((part) => ({ ...part, function: 'hello', repetition: 0 }));
    return { end: await engine.play(played, signal), invocations };
  } finally {
    await engine.close();
  }
}

const open = (arrivals: ArrivalSpec): PlayPart['load'] => ({
  model: 'open',
  schedule: createSchedule(arrivals, 11),
});

const play = (target: InvocationTarget, arrivals: ArrivalSpec, options?: PlayOptions): Promise<Played> =>
  playAll([{ phase: 'p', target, load: open(arrivals) }], options);

const answerOk: Handle = (_, response) => response.end('{}');

describe('the native engine', () => {
  it('sends every invocation of the schedule and stamps its four instants in order', async () => {
    const target = await serve(answerOk);
    const { end, invocations } = await play(target, { kind: 'poisson', ratePerSecond: 500, durationMs: 300 });
    expect(end).toEqual({ scheduled: invocations.length, sent: invocations.length, dropped: 0 });
    expect(invocations.length).toBeGreaterThan(100);
    for (const { intendedStart, sentAt = 0, firstByteAt = 0, endedAt, outcome } of invocations) {
      expect(outcome).toBe('ok');
      expect(sentAt).toBeGreaterThanOrEqual(intendedStart);
      expect(firstByteAt).toBeGreaterThan(sentAt);
      expect(endedAt).toBeGreaterThanOrEqual(firstByteAt);
    }
  });

  it('intends the same starts, to the nanosecond, from the same seed', async () => {
    const target = await serve(answerOk);
    const arrivals = { kind: 'poisson', ratePerSecond: 300, durationMs: 200 } as const;
    const offsets = ({ invocations }: Played): number[] => {
      const starts = invocations.map((one) => one.intendedStart).toSorted((a, b) => a - b);
      return starts.map((start) => start - (starts[0] ?? 0));
    };
    expect(offsets(await play(target, arrivals))).toEqual(offsets(await play(target, arrivals)));
  });

  it('sends on schedule while nothing is answered: arrivals wait for no answer', async () => {
    const held: ServerResponse[] = [];
    let release = (): void => undefined;
    const allHeld = new Promise<void>((resolve) => {
      release = resolve;
    });
    const target = await serve((_, response) => {
      held.push(response);
      if (held.length === 30) release();
    });
    const played = play(target, { kind: 'constant', ratePerSecond: 300, durationMs: 100 });
    await allHeld;
    for (const response of held) response.end('{}');
    const { end } = await played;
    expect(end).toEqual({ scheduled: 30, sent: 30, dropped: 0 });
  });

  it('drops and counts what exceeds the limit in flight', async () => {
    const held: ServerResponse[] = [];
    const target = await serve((_, response) => {
      held.push(response);
      if (held.length === 4) for (const one of held) one.end('{}');
    });
    const { end, invocations } = await play(
      target,
      { kind: 'burst', count: 10 },
      { maxConnections: 4, maxBacklog: 0 },
    );
    expect(end).toEqual({ scheduled: 10, sent: 4, dropped: 6 });
    const dropped = invocations.filter((one) => one.outcome === 'dropped');
    expect(dropped).toHaveLength(6);
    expect(dropped[0]).toMatchObject({ sentAt: undefined, error: 'Backlog: 4 invocations were in flight' });
  });

  it('gives up an answer that does not come in time', async () => {
    const target = await serve(() => undefined);
    const { invocations } = await play({ ...target, timeoutMs: 50 }, { kind: 'burst', count: 2 });
    expect(invocations.map((one) => one.outcome)).toEqual(['timedOut', 'timedOut']);
  });

  it.each<[string, Handle]>([
    ['breaks the connection', (request) => request.socket.destroy()],
    ['answers garbage', (request) => request.socket.end('SPDY/9 what?\r\n\r\n')],
    [
      'ends before the promised length',
      (request) => request.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'),
    ],
  ])('records a target that %s as failed, with the reason', async (_, handle) => {
    const target = await serve(handle);
    const { invocations } = await play(target, { kind: 'burst', count: 3 });
    expect(invocations.map((one) => one.outcome)).toEqual(['failed', 'failed', 'failed']);
    for (const { error } of invocations) expect(error).toMatch(/^\w+: ./);
  });

  it('records a target that is not there as failed', async () => {
    const target = await serve(answerOk);
    servers.pop()?.close();
    const { invocations } = await play(target, { kind: 'burst', count: 1 });
    expect(invocations[0]).toMatchObject({
      outcome: 'failed',
      status: 0,
      error: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('stops sending when it is aborted, and accounts for what it had sent', async () => {
    const controller = new AbortController();
    let answered = 0;
    const target = await serve((_, response) => {
      response.end('{}');
      if (++answered === 5) controller.abort();
    });
    const arrivals = { kind: 'constant', ratePerSecond: 100, durationMs: 60_000 } as const;
    const { end, invocations } = await play(target, arrivals, { signal: controller.signal });
    expect(end.sent).toBeLessThan(1000);
    expect(invocations).toHaveLength(end.sent);
  });

  it('abandons what hangs after an abort, as failed', async () => {
    const controller = new AbortController();
    const target = await serve(() => controller.abort());
    const { invocations } = await play(target, { kind: 'burst', count: 2 }, { signal: controller.signal });
    expect(invocations.map((one) => [one.outcome, one.error])).toEqual([
      ['failed', 'ABORTED: the run was ended'],
      ['failed', 'ABORTED: the run was ended'],
    ]);
  });

  it('signs an invocation where the target wants it', async () => {
    const seen: IncomingMessage['headers'][] = [];
    const target = await serve((request, response) => {
      seen.push(request.headers);
      response.end('{}');
    });
    const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret' };
    const sigV4 = { region: 'us-east-1', service: 'lambda', credentials };
    await play({ ...target, sigV4 }, { kind: 'burst', count: 1 });
    expect(seen[0]?.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/us-east-1\/lambda\/aws4_request, SignedHeaders=.*, Signature=[0-9a-f]{64}$/,
    );
    expect(JSON.stringify(seen)).not.toContain('secret');
  });

  it('queues what finds no connection, with its intended start, and drops only beyond the backlog', async () => {
    const target = await serve(answerOk);
    const { end, invocations } = await play(
      target,
      { kind: 'burst', count: 10 },
      { maxConnections: 2, maxBacklog: 5 },
    );
    expect(end).toEqual({ scheduled: 10, sent: 7, dropped: 3 });
    const starts = new Set(invocations.map((one) => one.intendedStart));
    expect(starts.size).toBe(1);
    const waited = invocations.filter(({ sentAt = 0, intendedStart }) => sentAt > intendedStart);
    expect(waited.length).toBeGreaterThanOrEqual(5);
  });

  it('says what a new connection took, and reuses it for the next invocation', async () => {
    const target = await serve(answerOk);
    const { invocations } = await play(target, { kind: 'constant', ratePerSecond: 20, durationMs: 150 });
    const [first, ...others] = invocations;
    expect(first?.connectDurationMs).toBeGreaterThan(0);
    expect(first?.tlsDurationMs).toBeUndefined();
    expect(others.map((one) => one.connectDurationMs)).toEqual(others.map(() => undefined));
  });

  it('opens a connection for every invocation where fresh ones are asked for', async () => {
    const target = await serve(answerOk);
    const { invocations } = await play(
      target,
      { kind: 'constant', ratePerSecond: 50, durationMs: 100 },
      { connectionReuse: 'fresh' },
    );
    expect(invocations).toHaveLength(5);
    for (const { connectDurationMs } of invocations) expect(connectDurationMs).toBeGreaterThan(0);
  });

  it.each(['worker', 'spin', 'timer'] as const)(
    'sends each invocation exactly once, shared by two workers, when it is paced by %s',
    async (pacing) => {
      const target = await serve(answerOk);
      const arrivals = { kind: 'poisson', ratePerSecond: 1000, durationMs: 300 } as const;
      const { end, invocations } = await play(target, arrivals, { workers: 2, pacing });
      const indexes = invocations.map((one) => one.index).toSorted((a, b) => a - b);
      expect(indexes).toEqual(Array.from({ length: end.scheduled }, (_, index) => index));
      expect(end.sent).toBe(end.scheduled);
    },
  );

  it('plays several functions at once, each by its own schedule', async () => {
    const [a, b] = [await serve(answerOk), await serve(answerOk)];
    const { invocations } = await playAll([
      { phase: 'a', target: a, load: open({ kind: 'constant', ratePerSecond: 100, durationMs: 200 }) },
      { phase: 'b', target: b, load: open({ kind: 'constant', ratePerSecond: 50, durationMs: 200 }) },
    ]);
    const startsOf = (phase: string): number[] =>
      invocations
        .filter((one) => one.phase === phase)
        .map((one) => one.intendedStart)
        .toSorted((x, y) => x - y);
    expect(startsOf('a')).toHaveLength(20);
    expect(startsOf('b')).toHaveLength(10);
    // Both begin at the same instant, and every second one of a is one of b.
    expect(startsOf('b')).toEqual(startsOf('a').filter((_, at) => at % 2 === 0));
  });

  it('keeps as many callers as the closed model asks for, and no more', async () => {
    let now = 0;
    let most = 0;
    const target = await serve((_, response) => {
      most = Math.max(most, ++now);
      setImmediate(() => {
        now--;
        response.end('{}');
      });
    });
    const stages = [{ fromConcurrency: 3, toConcurrency: 3, durationMs: 200 }];
    const load = { model: 'closed', stages, thinkTimeMs: 0 } as const;
    const { end, invocations } = await playAll([{ phase: 'p', target, load }]);
    expect(most).toBe(3);
    expect(end.sent).toBe(invocations.length);
    expect(new Set(invocations.map((one) => one.index)).size).toBe(invocations.length);
    expect(invocations.length).toBeGreaterThan(3);
  });

  it('waits for the last answer of a caller who thought before', async () => {
    let asked = 0;
    const target = await serve((_, response) => {
      // The second answer comes when the load is over.
      if (++asked === 1) response.end('{}');
      else setTimeout(() => response.end('{}'), 200);
    });
    const stages = [{ fromConcurrency: 1, toConcurrency: 1, durationMs: 100 }];
    const load = { model: 'closed', stages, thinkTimeMs: 10 } as const;
    const { invocations } = await playAll([{ phase: 'p', target, load }]);
    expect(invocations.map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
  });

  it('tries again only where it is asked to, and records the attempts', async () => {
    let asked = 0;
    const target = await serve((_, response) => {
      response.statusCode = ++asked % 3 === 0 ? 200 : 429;
      response.end('{}');
    });
    const retry = { attempts: 3, outcomes: ['throttled'] } as const;
    const again = await play({ ...target, retry }, { kind: 'burst', count: 1 });
    expect(again.invocations).toMatchObject([{ outcome: 'ok', attempts: 3 }]);
    const single = await play(target, { kind: 'burst', count: 1 });
    expect(single.invocations).toMatchObject([{ outcome: 'throttled', attempts: 1 }]);
  });
});
