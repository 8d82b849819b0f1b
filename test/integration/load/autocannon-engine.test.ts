import { EventEmitter, once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ClosedLoad } from '../../../harness/contract/load-model.ts';
import { createAutocannonEngine } from '../../../harness/load/autocannon/autocannon-engine.ts';
import type { PlayPart } from '../../../harness/load/engine.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';
import {
  type AnsweringServer,
  createProbedAnswers,
  startAnsweringServer,
} from '../../support/answering-server.ts';
import { playLoad, toPlayPart } from '../../support/played-load.ts';

const servers: AnsweringServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(answer: Parameters<typeof startAnsweringServer>[0]): Promise<AnsweringServer> {
  const server = await startAnsweringServer(answer);
  servers.push(server);
  return server;
}

function callers(concurrency: number, durationMs: number): ClosedLoad {
  const stage = { fromConcurrency: concurrency, toConcurrency: concurrency, durationMs };
  return { model: 'closed', thinkTimeMs: 0, stages: [stage] };
}

describe('the engine autocannon', () => {
  it('records every request that the target has received, its instants in order', async () => {
    const { target, received } = await serve(createProbedAnswers());
    const { end, invocations, samples, from, to } = await playLoad(createAutocannonEngine, [
      toPlayPart({ ...target, expectedOutput: { total: 3 } }, callers(4, 300)),
    ]);
    expect(invocations).toHaveLength(received.length);
    expect(end).toEqual({ scheduled: received.length, sent: received.length, dropped: 0 });
    expect(received[0]).toEqual({ method: 'POST', path: '/run?a=1', body: target.body });
    expect(new Set(invocations.map((one) => one.index)).size).toBe(invocations.length);
    for (const { intendedStart, sentAt = 0, firstByteAt = 0, endedAt, outcome } of invocations) {
      expect(outcome).toBe('ok');
      expect(intendedStart).toBe(sentAt);
      expect(sentAt).toBeGreaterThanOrEqual(from);
      expect(firstByteAt).toBeGreaterThan(sentAt);
      expect(endedAt).toBeGreaterThanOrEqual(firstByteAt);
      expect(endedAt).toBeLessThanOrEqual(to);
    }
    expect(samples.reduce((sum, sample) => sum + sample.sent, 0)).toBe(received.length);
  });

  it('reads the probe: cold and warm, instance, initialisation', async () => {
    const { target } = await serve(createProbedAnswers());
    const { invocations } = await playLoad(createAutocannonEngine, [toPlayPart(target, callers(1, 100))]);
    expect(invocations.slice(0, 4)).toMatchObject([
      { start: 'cold', evidence: 'probe', instance: 'i-0', initDurationMs: 80.5, handlerDurationMs: 1.25 },
      { start: 'warm', instance: 'i-0', initDurationMs: undefined },
      { start: 'warm', instance: 'i-0' },
      { start: 'cold', instance: 'i-1' },
    ]);
  });

  it('tells the six outcomes apart', async () => {
    const answers = [200, 500, 429, 0, -1];
    const { target } = await serve((request, response) => {
      const status = answers.shift() ?? 200;
      if (status === 0) request.socket.destroy();
      else if (status > 0) response.writeHead(status).end('{"total":4}');
      // And -1 is never answered.
    });
    const checked = { ...target, timeoutMs: 200, expectedOutput: { total: 3 } };
    const { invocations } = await playLoad(createAutocannonEngine, [toPlayPart(checked, callers(1, 1000))]);
    expect(invocations.slice(0, 6)).toMatchObject([
      { outcome: 'incorrect', status: 200 },
      { outcome: 'failed', status: 500 },
      { outcome: 'throttled', status: 429 },
      { outcome: 'failed', status: 0, error: expect.stringMatching(/^ECONNRESET: /) },
      { outcome: 'timedOut', status: 0, error: 'Client: no answer in 200 ms', firstByteAt: undefined },
      { outcome: 'incorrect', status: 200 },
    ]);
  });

  it('records what a target that closes its connections has received, and no more', async () => {
    const { target, received } = await serve((_, response) => {
      response.setHeader('connection', 'close').end('{}');
    });
    const { invocations } = await playLoad(createAutocannonEngine, [toPlayPart(target, callers(2, 200))]);
    expect(invocations.map((one) => one.outcome)).toEqual(received.map(() => 'ok'));
  });

  it('plays several parts at once, and stages one after the other', async () => {
    const { target } = await serve((_, response) => response.end('{}'));
    const both = callers(1, 100);
    const load: ClosedLoad = { ...both, stages: [...callers(2, 100).stages, ...callers(5, 100).stages] };
    const { invocations, end } = await playLoad(createAutocannonEngine, [
      toPlayPart(target, load, 'load/one'),
      toPlayPart(target, both, 'load/two'),
    ]);
    const phases = new Map(invocations.map((one) => [one.phase, one.function]));
    expect([...phases.keys()].toSorted()).toEqual(['load/one', 'load/two']);
    expect(end.sent).toBe(invocations.length);
  });

  it('sends nothing more when it is aborted, and gives up what is in flight', async () => {
    const arrived = new EventEmitter();
    const { target, received } = await serve(() => arrived.emit('one'));
    const abort = new AbortController();
    const played = playLoad(createAutocannonEngine, [toPlayPart(target, callers(2, 60_000))], abort.signal);
    while (received.length < 2) await once(arrived, 'one');
    abort.abort();
    const { invocations } = await played;
    expect(invocations.map((one) => one.error)).toEqual(Array(2).fill('ABORTED: the run was ended'));
    expect(received).toHaveLength(2);
  });

  it.each<[string, Partial<PlayPart>, string]>([
    [
      'a schedule',
      {
        load: {
          model: 'open',
          schedule: createSchedule({ kind: 'constant', ratePerSecond: 1, durationMs: 1 }, 1),
        },
      },
      'the engine autocannon cannot send on a schedule (open load in the phase load/api)',
    ],
    [
      'think time',
      { load: { ...callers(1, 10), thinkTimeMs: 5 } },
      'the engine autocannon cannot let callers think (5 ms in the phase load/api)',
    ],
    [
      'growing concurrency',
      {
        load: {
          model: 'closed',
          thinkTimeMs: 0,
          stages: [{ fromConcurrency: 1, toConcurrency: 2, durationMs: 10 }],
        },
      },
      'the engine autocannon cannot change the concurrency evenly (in the phase load/api)',
    ],
  ])('refuses %s, and names who can', async (_, changes, message) => {
    const { target } = await serve(() => undefined);
    const part = { ...toPlayPart(target, callers(1, 10)), ...changes };
    await expect(playLoad(createAutocannonEngine, [part])).rejects.toMatchObject({
      code: 'ABILITY_MISSING',
      message,
      hint: expect.stringMatching(/native or k6/),
    });
  });
});
