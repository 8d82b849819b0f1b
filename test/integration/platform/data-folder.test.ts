import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  type EventSourceMappingConfiguration,
  GetAliasCommand,
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  type LambdaClient,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventRecord } from '../../../platform/events/event-log.ts';
import { startPlatform } from '../../../platform/start-platform.ts';
import { eventually } from '../../support/eventually.ts';
import { createFunction, createLambdaClient, invoke } from '../../support/lambda-client.ts';
import { readMetric } from '../../support/platform-pages.ts';
import {
  createPlatformPlace,
  type PlatformPlace,
  type PlatformProcess,
} from '../../support/platform-process.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';
import { createQueue, createSqsClient, receiveAll } from '../../support/sqs-client.ts';
import { zipFiles } from '../../support/zip-files.ts';

let folder: string;
let dataFolder: string;
let told: string;
let place: PlatformPlace;
let platform: PlatformProcess;
let client: LambdaClient;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-data-'));
  dataFolder = join(folder, 'data');
  told = join(folder, 'told');
  await writeFile(told, '');
  place = await createPlatformPlace();
  await start();
});
afterEach(async () => {
  await kill();
  await place.remove();
  await rm(folder, { recursive: true });
});

async function start(): Promise<void> {
  platform = await place.start({ dataFolder, hardened: false });
  client = createLambdaClient(platform.endpoint);
}

async function kill(): Promise<void> {
  client.destroy();
  platform.child.kill('SIGKILL');
  await platform.ended;
}

async function restart(): Promise<void> {
  await kill();
  await start();
}

/** What functions have told so far, a line each. */
async function listen(): Promise<string[]> {
  return (await readFile(told, 'utf8')).split('\n').slice(0, -1);
}

/** Tells what it got, and then does as it is told. */
const source = `
  const { appendFileSync } = require('node:fs');
  exports.handler = async ({ id, act }) => {
    appendFileSync(process.env.TOLD, id + '\\n');
    if (act === 'fail') throw new Error('as told');
    if (act === 'hang') return new Promise(() => setInterval(() => {}, 1000));
    return id;
  };`;

const createTeller = (name: string): Promise<void> =>
  createFunction(client, name, { source, Timeout: 30, Environment: { Variables: { TOLD: told } } });

const lambdaMapping = (arn: string, isEnabled: boolean): Promise<EventSourceMappingConfiguration> =>
  client.send(
    new CreateEventSourceMappingCommand({ EventSourceArn: arn, FunctionName: 'f', Enabled: isEnabled }),
  );

const put = (path: string, body: object): Promise<Response> =>
  fetch(`${platform.endpoint}${path}`, { method: 'PUT', body: JSON.stringify(body) });

async function listEvents(): Promise<EventRecord[]> {
  const answer = await fetch(`${platform.endpoint}/admin/events?function=f`);
  return ((await answer.json()) as { readonly events: EventRecord[] }).events;
}

describe('a platform that was killed', () => {
  it('has its functions again, with all that belongs to them', async () => {
    const name = { FunctionName: 'f' };
    await createFunction(client, 'f', {
      source: `exports.handler = async () => 'one'`,
      Tags: { team: 'blue' },
      Publish: true,
    });
    await client.send(
      new UpdateFunctionCodeCommand({
        ...name,
        ZipFile: await zipFiles({ 'index.cjs': `exports.handler = async () => 'two'` }),
      }),
    );
    await client.send(new CreateAliasCommand({ ...name, Name: 'prod', FunctionVersion: '1' }));
    await client.send(new PutFunctionConcurrencyCommand({ ...name, ReservedConcurrentExecutions: 7 }));
    await client.send(
      new PutFunctionEventInvokeConfigCommand({ ...name, Qualifier: 'prod', MaximumRetryAttempts: 1 }),
    );
    await createFunction(client, 'gone');
    const before = await client.send(new GetFunctionCommand(name));
    await fetch(`${platform.endpoint}/2015-03-31/functions/gone`, { method: 'DELETE' });
    await restart();

    const after = await client.send(new GetFunctionCommand(name));
    expect({ ...after, $metadata: undefined }).toEqual({ ...before, $metadata: undefined });
    expect(after).toMatchObject({ Tags: { team: 'blue' }, Concurrency: { ReservedConcurrentExecutions: 7 } });
    expect(await client.send(new GetAliasCommand({ ...name, Name: 'prod' }))).toMatchObject({
      FunctionVersion: '1',
    });
    expect(
      await client.send(new GetFunctionEventInvokeConfigCommand({ ...name, Qualifier: 'prod' })),
    ).toMatchObject({ MaximumRetryAttempts: 1 });
    expect((await invoke(client, 'f')).payload).toBe('two');
    expect((await invoke(client, 'f', {}, { Qualifier: 'prod' })).payload).toBe('one');
    await expect(invoke(client, 'gone')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    // What was published before is not published again, and numbers go on.
    expect((await client.send(new PublishVersionCommand(name))).Version).toBe('2');
    expect((await client.send(new PublishVersionCommand(name))).Version).toBe('2');
    const { Versions = [] } = await client.send(new ListVersionsByFunctionCommand(name));
    expect(Versions.map(({ Version }) => Version)).toEqual(['$LATEST', '1', '2']);
  });

  it('has lost no event that it took', async () => {
    await createTeller('f');
    await invoke(client, 'f', { id: 'first' });
    const taken: string[] = [];
    const sending = Array.from({ length: 200 }, async (_, index) => {
      const id = `event ${index}`;
      const { status } = await invoke(client, 'f', { id }, { InvocationType: 'Event' });
      if (status === 202) taken.push(id);
    });
    // While some are on their way, some wait and some run.
    await eventually(
      () => Promise.resolve(taken.length),
      (count) => count >= 20,
    );
    await kill();
    await Promise.allSettled(sending);
    await start();
    const heard = await eventually(
      async () => new Set(await listen()),
      (ids) => taken.every((id) => ids.has(id)),
    );
    expect(taken.filter((id) => !heard.has(id))).toEqual([]);
    expect(
      await eventually(
        () => readMetric(platform.endpoint, 'faas_async_events'),
        (count) => count === 0,
      ),
    ).toBe(0);
  });

  it('tries the attempt again that was running, and has it on record', async () => {
    await createTeller('f');
    const { requestId } = await invoke(client, 'f', { id: 'x', act: 'hang' }, { InvocationType: 'Event' });
    await eventually(listen, (lines) => lines.length === 1);
    await restart();
    expect(await eventually(listen, (lines) => lines.length === 2)).toEqual(['x', 'x']);
    expect(await listEvents()).toEqual([
      expect.objectContaining({
        requestId,
        state: 'running',
        end: null,
        attempts: [expect.objectContaining({ outcome: 'interrupted' })],
      }),
    ]);
  });

  it('keeps the time of the next attempt, and what became of the last one', async () => {
    await createTeller('f');
    await invoke(client, 'f', { id: 'x', act: 'fail' }, { InvocationType: 'Event' });
    const isWaiting = ([event]: EventRecord[]): boolean => event?.state === 'waiting';
    const before = await eventually(listEvents, isWaiting);
    // The end of the attempt is on the disk with the next change, at the latest.
    await invoke(client, 'f', { id: 'y' }, { InvocationType: 'Event' });
    await eventually(listen, (lines) => lines.includes('y'));
    await restart();
    const [event] = await eventually(listEvents, isWaiting);
    expect(event).toEqual(before[0]);
    const waitMs = Date.parse(event?.nextAttemptAt ?? '') - Date.parse(event?.attempts[0]?.endedAt ?? '');
    expect(waitMs).toBeCloseTo(60_000, -1);
  });
});

describe('what a platform that was killed had to do', () => {
  it('is done by the next: messages, mappings, timers and results', async () => {
    await createTeller('f');
    const sqs = createSqsClient(platform.endpoint);
    const queue = await createQueue(sqs, 'jobs');
    const { UUID } = await lambdaMapping(queue.arn, false);
    await sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'kept' }));
    const hidden = await sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'deleted' }));
    const received = [...(await receiveAll(sqs, queue)), ...(await receiveAll(sqs, queue))];
    const gone = received.find(({ MessageId }) => MessageId === hidden.MessageId);
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: gone?.ReceiptHandle }));
    const kept = received.find(({ Body }) => Body === 'kept');
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queue.url,
        ReceiptHandle: kept?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    const soon = new Date(Date.now() + 1000).toISOString().slice(0, 19);
    const timer = { function: 'f', schedule: `at(${soon})`, input: { id: 'timer' } };
    await put('/admin/timers/t', timer);
    await kill();
    sqs.destroy();
    // The timer's instant passes while no platform runs.
    await eventually(
      () => Promise.resolve(Date.now()),
      (now) => now > Date.parse(`${soon}Z`),
    );
    await start();
    const next = createSqsClient(platform.endpoint);
    const moved = { ...queue, url: queue.url.replace(/^http:\/\/[^/]+/, platform.endpoint) };
    expect(await eventually(listen, (lines) => lines.length > 0)).toEqual(['timer']);
    const [message] = await receiveAll(next, moved);
    expect(message).toMatchObject({ Body: 'kept', Attributes: { ApproximateReceiveCount: '2' } });
    const mapping = await client.send(new GetEventSourceMappingCommand({ UUID }));
    expect(mapping).toMatchObject({ State: 'Disabled', EventSourceArn: queue.arn });
    next.destroy();
  });
});

describe('a data folder', () => {
  it('is refused while a platform has it', async () => {
    await expect(startPlatform({ dataFolder })).rejects.toMatchObject({ code: 'DATA_FOLDER_IN_USE' });
  });

  it('is free when its platform has ended, and holds what it needs', async () => {
    platform.child.kill('SIGTERM');
    expect(await platform.ended).toBe(0);
    expect(await place.leftovers()).toEqual([]);
    const next = await startPlatform({ dataFolder });
    await next.close();
  });
});

/** A file system of a few hundred kilobytes. */
function whyNoSmallDisk(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can mount a small disk';
  const point = mkdtempSync(join(tmpdir(), 'faasmark-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'none', point], { stdio: 'ignore' });
    execFileSync('umount', [point]);
    return undefined;
  } catch {
    return 'no file system can be mounted here';
  } finally {
    rmdirSync(point);
  }
}

describeWhereThere(whyNoSmallDisk(), 'a full disk', () => {
  let disk: string;
  beforeEach(async () => {
    disk = join(folder, 'disk');
    await mkdir(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'none', disk]);
    await kill();
    dataFolder = join(disk, 'data');
    await start();
  });
  afterEach(async () => {
    await kill();
    execFileSync('umount', [disk]);
  });

  it('refuses events in one clear sentence, loses none, and is no end', async () => {
    await createTeller('f');
    const send = (id: string): ReturnType<typeof invoke> =>
      invoke(client, 'f', { id, act: 'fail', filler: 'x'.repeat(50_000) }, { InvocationType: 'Event' });
    const taken: string[] = [];
    const sendUntilRefused = async (index: number): Promise<unknown> => {
      try {
        await send(`event ${index}`);
      } catch (error) {
        return error;
      }
      taken.push(`event ${index}`);
      return index < 40 ? await sendUntilRefused(index + 1) : undefined;
    };
    expect(await sendUntilRefused(0)).toMatchObject({
      name: 'ServiceException',
      message: expect.stringContaining('the data folder does not take the change: ENOSPC'),
    });
    expect(taken.length).toBeGreaterThan(2);
    expect((await statfs(disk)).bavail).toBeLessThan(20);
    execFileSync('mount', ['-o', 'remount,size=4m', disk]);
    await send('after');
    await restart();
    const events = await listEvents();
    expect(events).toHaveLength(taken.length + 1);
    const sent = [...taken, 'after'];
    const heard = await eventually(
      async () => new Set(await listen()),
      (ids) => sent.every((id) => ids.has(id)),
    );
    expect(heard).toEqual(new Set(sent));
  });
});
