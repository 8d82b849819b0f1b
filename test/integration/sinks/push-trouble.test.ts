/** Servers that misbehave while metrics are pushed to them: exact accounts, and one clear line. */
import { once } from 'node:events';
import { type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { SinkReceipt } from '../../../harness/contract/sink.ts';
import { createOtlpPusher } from '../../../harness/sinks/push/otlp.ts';
import { createPrometheusPusher } from '../../../harness/sinks/push/prometheus.ts';
import { openPushStream } from '../../../harness/sinks/push/push-stream.ts';
import { streamRun } from '../../../harness/sinks/replay.ts';
import { createMonotonicClockStub } from '../../support/stub-clock.ts';
import { createSyntheticRun, toSyntheticBatches } from '../../support/synthetic-run.ts';

const run = createSyntheticRun({ seconds: 30, ratePerSecond: 20 });

type Answer = (answer: ServerResponse) => void;
const say =
  (status: number, text = '', headers: Record<string, string> = {}): Answer =>
  (answer) =>
    void answer.writeHead(status, headers).end(text);

let close = (): void => undefined;
afterEach(() => close());

/** Each request is answered by the next, the last one for ever. */
const serve = async (answers: Answer[]): Promise<string> => {
  const server = createServer((request, answer) => {
    request.resume().once('end', () => (answers.length > 1 ? answers.shift() : answers[0])?.(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};

const push = async (
  kind: 'prometheus' | 'otlp',
  answers: Answer[],
  drainMs = 60_000,
): Promise<SinkReceipt> => {
  const options = { url: await serve(answers), timeoutMs: 300, drainMs };
  const pusher = kind === 'otlp' ? await createOtlpPusher(options) : await createPrometheusPusher(options);
  const clock = createMonotonicClockStub();
  const stream = await openPushStream(pusher, options, run.manifest, { clock });
  return streamRun(run, toSyntheticBatches(run), stream, undefined);
};

describe.each(['prometheus', 'otlp'] as const)('%s:', (kind) => {
  it.each<[string, Answer[]]>([
    ['503', [say(204), say(503), say(503), say(200)]],
    ['429 with a pause', [say(204), say(429, 'slow down', { 'retry-after': '0' }), say(200)]],
    ['401 until the token is back', [say(204), say(401), say(200)]],
    ['a connection reset', [say(204), (answer) => answer.destroy(), say(200)]],
    ['no answer', [say(204), () => undefined, say(200)]],
  ])('a server that recovers from %s gets everything', async (_, answers) => {
    const receipt = await push(kind, answers);
    expect(receipt.offered).toBeGreaterThan(500);
    expect(receipt).toMatchObject({ acknowledged: receipt.offered, rejected: 0, spooled: 0 });
    expect(receipt.note).toBeUndefined();
  });

  it('what one snapshot has wrong does not take the others with it', async () => {
    // Twenty at once are refused, then the first of them alone; the rest is taken.
    const receipt = await push(kind, [say(204), say(400, 'bad label'), say(400, 'bad label'), say(200)]);
    expect(receipt.rejected).toBeGreaterThan(0);
    expect(receipt.rejected).toBeLessThan(receipt.offered / 10);
    expect(receipt.offered).toBe(receipt.acknowledged + receipt.rejected);
    expect(receipt.note).toMatch(/did not take \d+ (samples|data points) \(400 bad label\)/);
  });

  it('one that refuses from the beginning ends the run before its load', async () => {
    await expect(push(kind, [say(404, 'no such path')])).rejects.toMatchObject({
      code: 'SINK_REFUSED',
      message: expect.stringMatching(/404 no such path/),
    });
  });
});
