import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isAlive } from '../../../platform/isolation/end-processes.ts';
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

/** Answers where it runs; if asked to, leaves a process behind, in a group of its own, or never ends. */
const source = `
  const { spawn } = require('node:child_process');
  exports.handler = async ({ leave, hold }) => {
    const child = leave && spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
    if (hold) return new Promise(() => setInterval(() => {}, 1000));
    return { folder: process.env.TMPDIR, pid: process.pid, child: child && child.pid };
  };`;

interface Answer {
  readonly folder: string;
  readonly pid: number;
  readonly child?: number;
}

let client: LambdaClient;
const ask = async (event: object = {}): Promise<Answer> =>
  (await invoke(client, 'one', event)).payload as Answer;
const isGone = (pid: number): Promise<boolean> =>
  eventually(
    () => Promise.resolve(!isAlive(pid)),
    (gone) => gone,
  );

describe('closing a platform', () => {
  it('leaves no process and no temporary folder, whatever its functions do', async () => {
    const platform = await startPlatform({ hardened: false });
    client = createLambdaClient(platform.endpoint);
    await createFunction(client, 'one', { source });
    const { folder, pid } = await ask();
    const workspace = dirname(dirname(folder));
    expect(existsSync(workspace)).toBe(true);
    // One that is still busy, and one that failed to begin.
    const busy = ask({ hold: true }).catch(() => undefined);
    await createFunction(client, 'broken', { source: 'throw 1' });
    await invoke(client, 'broken');
    await eventually(
      () => readMetric(platform.endpoint, 'faas_invocations_in_flight'),
      (count) => count === 1,
    );
    await platform.close();
    await platform.close();
    await busy;
    client.destroy();
    expect(existsSync(workspace)).toBe(false);
    expect(isAlive(pid)).toBe(false);
    await expect(fetch(platform.endpoint)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });
});

describe('a platform that cannot start', () => {
  it('off loopback demands a token', async () => {
    await expect(startPlatform({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'TOKEN_REQUIRED' });
  });

  it.each([
    ['an empty token', { token: '' }],
    ['no time to be idle', { idleLifetimeMs: 0 }],
    ['a time that is no number', { idleLifetimeMs: Number.NaN }],
    ['room for no invocation', { accountConcurrency: 0 }],
    ['room for half an invocation', { accountConcurrency: 0.5 }],
  ])('does not take %s', async (_, options) => {
    await expect(startPlatform(options)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });

  it('names the port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(startPlatform({ port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      message: `the port ${port} on 127.0.0.1 is taken`,
    });
    server.close();
  });
});

describe('a token', () => {
  it('has to come with every request to a platform that has one', async () => {
    const platform = await startPlatform({ token: 'secret' });
    const url = `${platform.endpoint}/admin/health`;
    const read = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(url, { headers })).status;
    expect(await read({})).toBe(403);
    expect(await read({ 'x-faasmark-token': 'guess' })).toBe(403);
    expect(await read({ 'x-faasmark-token': 'secret' })).toBe(200);
    expect(await read({ authorization: 'Bearer secret' })).toBe(200);

    client = createLambdaClient(platform.endpoint);
    await expect(createFunction(client, 'one')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, { 'x-faasmark-token': 'secret' });
        return next(args);
      },
      { step: 'build' },
    );
    await createFunction(client, 'one', {
      source: 'exports.handler = async () => Object.values(process.env)',
    });
    expect((await invoke(client, 'one')).payload).not.toContain('secret');
    client.destroy();
    await platform.close();
  });
});

// What a killed platform leaves is found through /proc.
const procIsMissing = existsSync('/proc/self/environ') ? undefined : 'there is no /proc';

describeWhereThere(procIsMissing, 'a platform in a process of its own', () => {
  let place: PlatformPlace;
  let platform: PlatformProcess;
  beforeEach(async () => {
    place = await createPlatformPlace();
    platform = await place.start({ hardened: false });
    client = createLambdaClient(platform.endpoint);
    await createFunction(client, 'one', { source });
  });
  afterEach(async () => {
    client.destroy();
    platform.child.kill('SIGKILL');
    await platform.ended;
    await place.remove();
  });

  it.each([
    ['SIGTERM', (): unknown => platform.child.kill('SIGTERM')],
    ['SIGINT', (): unknown => platform.child.kill('SIGINT')],
    ['the end of its input', (): unknown => platform.child.stdin?.end()],
  ])('ends with %s and leaves nothing, not even what a function hid', async (_, end) => {
    const { child = 0 } = await ask({ leave: true });
    expect(isAlive(child)).toBe(true);
    end();
    expect(await platform.ended).toBe(0);
    expect(await eventually(place.leftovers, (left) => left.length === 0)).toEqual([]);
    expect(await isGone(child)).toBe(true);
  });

  it('killed with -9 takes its instances with it, and the next one removes the rest', async () => {
    const { pid, child = 0 } = await ask({ leave: true });
    const busy = ask({ hold: true }).catch(() => undefined);
    await eventually(
      () => readMetric(platform.endpoint, 'faas_invocations_in_flight'),
      (count) => count === 1,
    );
    platform.child.kill('SIGKILL');
    expect(await platform.ended).toBe('SIGKILL');
    await busy;
    expect(await isGone(pid)).toBe(true);
    expect(await place.leftovers()).not.toEqual([]);

    const next = await place.start({ hardened: false });
    expect(await isGone(child)).toBe(true);
    next.child.stdin?.end();
    expect(await next.ended).toBe(0);
    expect(await place.leftovers()).toEqual([]);
  });

  it('leaves the folder of another one alone', async () => {
    const { pid } = await ask();
    const other = await place.start({ hardened: false });
    other.child.stdin?.end();
    await other.ended;
    expect(await ask()).toMatchObject({ pid });
  });
});
