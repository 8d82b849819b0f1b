import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Platform, type PlatformOptions, startPlatform } from '../../../platform/start-platform.ts';
import { eventually } from '../../support/eventually.ts';
import { createFunction, createLambdaClient, invoke } from '../../support/lambda-client.ts';
import { listInstances, readMetric } from '../../support/platform-pages.ts';

let folder: string;
let platform: Platform;
let client: LambdaClient;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-gates-'));
});
afterEach(async () => {
  client.destroy();
  await platform.close();
});
afterAll(() => rm(folder, { recursive: true }));

/** Answers its instance; an event with a gate waits until that file is there. */
const gated = `
  const { existsSync } = require('node:fs');
  const { randomUUID } = require('node:crypto');
  const instance = randomUUID();
  exports.handler = ({ gate }) => new Promise((resolve) => {
    const look = () => gate === undefined || existsSync(gate) ? resolve(instance) : setTimeout(look, 5);
    look();
  });`;

async function start(options: PlatformOptions = {}): Promise<void> {
  // Plain: the gates are files of this machine.
  platform = await startPlatform({ hardened: false, ...options });
  client = createLambdaClient(platform.endpoint);
  await createFunction(client, 'gated', { source: gated });
}

const gate = (name: string): string => join(folder, name);
const open = (name: string): Promise<void> => writeFile(gate(name), '');
const instanceOf = async (event: object = {}): Promise<unknown> =>
  (await invoke(client, 'gated', event)).payload;
const inFlight = (count: number): Promise<number> =>
  eventually(
    () => readMetric(platform.endpoint, 'faas_invocations_in_flight'),
    (now) => now === count,
  );

describe('instances', () => {
  it('are as many as invocations at once, and the newest idle one is used first', async () => {
    await start();
    const oldest = instanceOf({ gate: gate('oldest') });
    await inFlight(1);
    const newest = instanceOf({ gate: gate('newest') });
    await inFlight(2);
    await open('newest');
    const newestInstance = await newest;
    await open('oldest');
    const oldestInstance = await oldest;
    expect(newestInstance).not.toBe(oldestInstance);

    for (let again = 0; again < 3; again++) expect(await instanceOf()).toBe(newestInstance);
    const records = await listInstances(platform.endpoint, 'gated');
    expect(records.map(({ invocations }) => invocations)).toEqual([1, 4]);
  });

  it('start all at once for a burst', async () => {
    await start();
    const burst = Array.from({ length: 8 }, () => instanceOf({ gate: gate('burst') }));
    expect(await inFlight(8)).toBe(8);
    await open('burst');
    expect(new Set(await Promise.all(burst)).size).toBe(8);
    expect(await readMetric(platform.endpoint, 'faas_cold_starts_total{function="gated"}')).toBe(8);
  });

  it('are gone after their idle lifetime, and the next invocation is cold', async () => {
    await start({ idleLifetimeMs: 30 });
    const first = await instanceOf();
    const gone = await eventually(
      () => listInstances(platform.endpoint, 'gated'),
      (records) => records.every(({ removedAtEpochMs }) => removedAtEpochMs !== null),
    );
    expect(gone).toEqual([expect.objectContaining({ cause: 'idle', invocations: 1 })]);
    expect(await readMetric(platform.endpoint, 'faas_instances{function="gated"}')).toBe(0);
    expect(await instanceOf()).not.toBe(first);
  });

  it('of a replaced revision finish what they do, and take nothing more', async () => {
    await start();
    const last = instanceOf({ gate: gate('replaced') });
    await inFlight(1);
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'gated', MemorySize: 300 }));
    const next = await instanceOf();
    await open('replaced');
    expect(await last).not.toBe(next);
    expect(await instanceOf()).toBe(next);
    const removed = await eventually(
      () => listInstances(platform.endpoint, 'gated'),
      (records) => records.some(({ cause }) => cause !== null),
    );
    expect(removed.map(({ cause }) => cause)).toEqual(['replaced', null]);
  });
});

describe('over the account concurrency', () => {
  it('an invocation is refused with 429 and its reason, whatever function it is for', async () => {
    await start({ accountConcurrency: 1 });
    await createFunction(client, 'other');
    const first = invoke(client, 'gated', { gate: gate('account') });
    await inFlight(1);
    for (const name of ['gated', 'other']) {
      await expect(invoke(client, name)).rejects.toMatchObject({
        name: 'TooManyRequestsException',
        message: 'Rate Exceeded.',
        Reason: 'ConcurrentInvocationLimitExceeded',
        retryAfterSeconds: '1',
        $metadata: { httpStatusCode: 429 },
      });
    }
    const plain = await fetch(`${platform.endpoint}/function/other`, { method: 'POST', body: '{}' });
    expect(plain.status).toBe(429);
    expect(plain.headers.get('retry-after')).toBe('1');
    await open('account');
    expect((await first).status).toBe(200);
    expect((await invoke(client, 'other')).status).toBe(200);
    const series = 'faas_invocations_total{function="other",outcome="throttled"}';
    expect(await readMetric(platform.endpoint, series)).toBe(2);
  });

  it('an event waits and is tried again', async () => {
    await start({ accountConcurrency: 1 });
    const first = invoke(client, 'gated', { gate: gate('event') });
    await inFlight(1);
    expect((await invoke(client, 'gated', {}, { InvocationType: 'Event' })).status).toBe(202);
    await open('event');
    await first;
    const series = 'faas_invocations_total{function="gated",outcome="ok"}';
    expect(
      await eventually(
        () => readMetric(platform.endpoint, series),
        (count) => count === 2,
      ),
    ).toBe(2);
  });
});
