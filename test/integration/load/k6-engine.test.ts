import { EventEmitter, once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ArrivalSpec } from '../../../harness/contract/arrivals.ts';
import type { PlayPart } from '../../../harness/load/engine.ts';
import { createK6Engine } from '../../../harness/load/k6/k6-engine.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';
import {
  type AnsweringServer,
  createProbedAnswers,
  startAnsweringServer,
} from '../../support/answering-server.ts';
import { k6IsMissing, k6Program } from '../../support/k6.ts';
import { type CreateEngine, playLoad, toPlayPart } from '../../support/played-load.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';

const servers: AnsweringServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(answer: Parameters<typeof startAnsweringServer>[0]): Promise<AnsweringServer> {
  const server = await startAnsweringServer(answer);
  servers.push(server);
  return server;
}

const environment = { ...process.env, FAASMARK_K6: k6Program };
const createEngine: CreateEngine = (parts) => createK6Engine({ ...parts, environment });

function open(arrivals: ArrivalSpec): PlayPart['load'] {
  return { model: 'open', schedule: createSchedule(arrivals, 7) };
}

describeWhereThere(k6IsMissing, 'the engine k6', () => {
  it.each<[string, PlayPart['load'], number]>([
    ['a constant rate', open({ kind: 'constant', ratePerSecond: 50, durationMs: 1100 }), 55],
    ['a rate for less than a second', open({ kind: 'constant', ratePerSecond: 100, durationMs: 300 }), 30],
    [
      'a ramp',
      open({ kind: 'ramp', fromPerSecond: 0, toPerSecond: 100, durationMs: 600, spacing: 'even' }),
      30,
    ],
    ['recorded instants', open({ kind: 'stamps', atMs: [0, 5, 100, 101, 400] }), 5],
    ['a burst', open({ kind: 'burst', count: 40 }), 40],
  ])('sends %s to the last invocation', async (_, load, count) => {
    const { target, received } = await serve((_request, response) => response.end('{}'));
    const { end, invocations, samples } = await playLoad(createEngine, [toPlayPart(target, load)]);
    expect(received).toHaveLength(count);
    expect(received[0]).toEqual({ method: 'POST', path: '/run?a=1', body: target.body });
    expect(end).toEqual({ scheduled: count, sent: count, dropped: 0 });
    expect(invocations.map((one) => one.outcome)).toEqual(Array(count).fill('ok'));
    expect(invocations.map((one) => one.index)).toEqual(invocations.map((_one, index) => index));
    expect(samples.reduce((sum, sample) => sum + sample.sent, 0)).toBe(count);
  });

  it('stamps the four instants in order, on the clock of the run', async () => {
    const { target } = await serve((_, response) => response.end('{}'));
    const { invocations, from, to } = await playLoad(createEngine, [
      toPlayPart(target, open({ kind: 'burst', count: 10 })),
    ]);
    for (const { intendedStart, sentAt = 0, firstByteAt = 0, endedAt, connectDurationMs } of invocations) {
      expect(intendedStart).toBeGreaterThan(from);
      expect(sentAt).toBeGreaterThanOrEqual(intendedStart);
      expect(firstByteAt).toBeGreaterThan(sentAt);
      expect(endedAt).toBeGreaterThanOrEqual(firstByteAt);
      expect(endedAt).toBeLessThan(to);
      expect(connectDurationMs).toBeGreaterThan(0);
    }
  });

  it('plays callers, and several parts at once', async () => {
    const { target, received } = await serve((_, response) => response.end('{}'));
    const stage = { fromConcurrency: 2, toConcurrency: 2, durationMs: 300 };
    const { end, invocations } = await playLoad(createEngine, [
      toPlayPart(target, { model: 'closed', thinkTimeMs: 20, stages: [stage] }, 'load/a b'),
      toPlayPart(target, open({ kind: 'burst', count: 3 }), 'load/a_b'),
    ]);
    expect(end.sent).toBe(received.length);
    const ofBurst = invocations.filter((one) => one.phase === 'load/a_b');
    expect(ofBurst.map((one) => one.index)).toEqual([0, 1, 2]);
    expect(invocations.length - ofBurst.length).toBeGreaterThan(2);
  });

  it('reads the probe: cold and warm, instance, initialisation', async () => {
    const { target } = await serve(createProbedAnswers());
    const load = open({ kind: 'constant', ratePerSecond: 20, durationMs: 200 });
    const { invocations } = await playLoad(createEngine, [toPlayPart(target, load)]);
    expect(invocations).toMatchObject([
      { start: 'cold', evidence: 'probe', instance: 'i-0', initDurationMs: 80.5, handlerDurationMs: 1.25 },
      { start: 'warm', instance: 'i-0', initDurationMs: undefined },
      { start: 'warm', instance: 'i-0' },
      { start: 'cold', instance: 'i-1' },
    ]);
  });

  it('tells the outcomes apart', async () => {
    const answers = [200, 500, 429, 302, 0, -1];
    const { target } = await serve((request, response) => {
      const status = answers.shift() ?? 200;
      if (status === 0) request.socket.destroy();
      else if (status > 0) response.writeHead(status, { location: '/run' }).end('{"total":4}');
      // And -1 is never answered.
    });
    const checked = { ...target, timeoutMs: 200, expectedOutput: { total: 3 } };
    const load = open({ kind: 'constant', ratePerSecond: 20, durationMs: 300 });
    const { invocations } = await playLoad(createEngine, [toPlayPart(checked, load)]);
    expect(invocations).toMatchObject([
      { outcome: 'incorrect', status: 200 },
      { outcome: 'failed', status: 500, error: 'HTTP 500' },
      { outcome: 'throttled', status: 429 },
      { outcome: 'failed', status: 302 },
      { outcome: 'failed', status: 0, error: expect.stringMatching(/^K6-1\d\d\d: /) },
      { outcome: 'timedOut', status: 0, error: 'Client: no answer in 200 ms', firstByteAt: undefined },
    ]);
  });

  it('records what k6 drops for lack of virtual users', async () => {
    const { target } = await serve(() => undefined);
    const load = open({ kind: 'constant', ratePerSecond: 50, durationMs: 400 });
    const create: CreateEngine = (parts) =>
      createK6Engine({ ...parts, environment, options: { maxConnections: 5 } });
    const { end, invocations } = await playLoad(create, [toPlayPart({ ...target, timeoutMs: 800 }, load)]);
    expect(end).toEqual({ scheduled: 20, sent: 5, dropped: 15 });
    const dropped = invocations.filter((one) => one.outcome === 'dropped');
    expect(dropped).toHaveLength(15);
    expect(dropped[0]).toMatchObject({
      sentAt: undefined,
      attempts: 0,
      error: 'K6: no virtual user was free',
    });
  });

  it('ends k6 when it is aborted, and keeps what came', async () => {
    const arrived = new EventEmitter();
    let count = 0;
    const { target } = await serve((_, response) => {
      if (count++ < 3) response.end('{}');
      else arrived.emit('held');
    });
    const abort = new AbortController();
    const load = open({ kind: 'constant', ratePerSecond: 20, durationMs: 60_000 });
    const played = playLoad(createEngine, [toPlayPart(target, load)], abort.signal);
    await once(arrived, 'held');
    abort.abort();
    const { end, invocations } = await played;
    expect(invocations.map((one) => one.outcome)).toEqual(['ok', 'ok', 'ok']);
    expect(end.sent).toBe(3);
  });

  it('says in the words of k6 why it did not run', async () => {
    const { target } = await serve(() => undefined);
    const part = toPlayPart(target, open({ kind: 'burst', count: 0 }));
    await expect(playLoad(createEngine, [part])).rejects.toMatchObject({
      code: 'LOAD_WORKER_FAILED',
      message: expect.stringMatching(/^k6 ended with 104: .*VUs must be more than 0/),
    });
  });
});

describe('the engine k6 without k6', () => {
  it('says how to get it', async () => {
    const { target } = await serve(() => undefined);
    const create: CreateEngine = (parts) =>
      createK6Engine({ ...parts, environment: { FAASMARK_K6: '/nowhere/k6' } });
    const played = playLoad(create, [toPlayPart(target, open({ kind: 'burst', count: 1 }))]);
    await expect(played).rejects.toMatchObject({
      code: 'RUNTIME_MISSING',
      hint: expect.stringMatching(/Install k6 1\.0 or later .*FAASMARK_K6/),
    });
  });
});
