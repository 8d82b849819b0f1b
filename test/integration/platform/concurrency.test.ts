import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
  type PutFunctionConcurrencyCommandOutput,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { createFunction, invoke } from '../../support/lambda-client.ts';
import { readMetric } from '../../support/platform-pages.ts';
import { sharePlatform } from '../../support/share-platform.ts';

const folder = await mkdtemp(join(tmpdir(), 'faasmark-gate-'));
const shared = sharePlatform({ hardened: false });
beforeAll(async () => {
  await createFunction(shared.client, 'f', {
    source: `
      const { existsSync } = require('node:fs');
      exports.handler = ({ gate }) => new Promise((resolve) => {
        const look = () => gate === undefined || existsSync(gate) ? resolve(1) : setTimeout(look, 5);
        look();
      });`,
    Publish: true,
  });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const name = { FunctionName: 'f' };
const reserve = (reserved: number, FunctionName = 'f'): Promise<PutFunctionConcurrencyCommandOutput> =>
  shared.client.send(
    new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: reserved }),
  );
const throttled = {
  name: 'TooManyRequestsException',
  Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
  $metadata: { httpStatusCode: 429 },
};

describe('reserved concurrency', () => {
  it('is none at first', async () => {
    const got = await shared.client.send(new GetFunctionConcurrencyCommand(name));
    expect(got.ReservedConcurrentExecutions).toBeUndefined();
  });

  it('is what was put, and taken from what is left to the others', async () => {
    expect((await reserve(1)).ReservedConcurrentExecutions).toBe(1);
    const got = await shared.client.send(new GetFunctionConcurrencyCommand(name));
    expect(got.ReservedConcurrentExecutions).toBe(1);
    const { Concurrency } = await shared.client.send(new GetFunctionCommand(name));
    expect(Concurrency).toEqual({ ReservedConcurrentExecutions: 1 });
    const { AccountLimit, AccountUsage } = await shared.client.send(new GetAccountSettingsCommand({}));
    expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 999 });
    expect(AccountUsage?.FunctionCount).toBe(1);
    expect(AccountUsage?.TotalCodeSize).toBeGreaterThan(0);
  });

  it('is all that a function gets, its versions included', async () => {
    const gate = join(folder, 'gate');
    const first = invoke(shared.client, 'f', { gate });
    await eventually(
      () => readMetric(shared.endpoint, 'faas_invocations_in_flight'),
      (now) => now === 1,
    );
    await expect(invoke(shared.client, 'f')).rejects.toMatchObject(throttled);
    await expect(invoke(shared.client, 'f:1')).rejects.toMatchObject(throttled);
    const plain = await fetch(`${shared.endpoint}/function/f`, { method: 'POST', body: '{}' });
    expect([plain.status, plain.headers.get('x-faas-error-type')]).toEqual([429, throttled.Reason]);
    await writeFile(gate, '');
    expect((await first).status).toBe(200);
    expect((await invoke(shared.client, 'f:1')).status).toBe(200);
  });

  it('of 0 switches a function off, until it is deleted', async () => {
    await reserve(0);
    await expect(invoke(shared.client, 'f')).rejects.toMatchObject(throttled);
    const deleted = await shared.client.send(new DeleteFunctionConcurrencyCommand(name));
    expect(deleted.$metadata.httpStatusCode).toBe(204);
    expect((await invoke(shared.client, 'f')).status).toBe(200);
  });

  it('leaves 100 of the account to all functions', async () => {
    await createFunction(shared.client, 'g');
    await reserve(500);
    await expect(reserve(401, 'g')).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining('below its minimum value of [100]'),
      $metadata: { httpStatusCode: 400 },
    });
    await reserve(400, 'g');
    // A function gives back what it had before it takes anew.
    await reserve(499);
  });

  it('is given back with its function', async () => {
    await shared.client.send(new DeleteFunctionCommand(name));
    await shared.client.send(new DeleteFunctionCommand({ FunctionName: 'g' }));
    const { AccountLimit } = await shared.client.send(new GetAccountSettingsCommand({}));
    expect(AccountLimit?.UnreservedConcurrentExecutions).toBe(1000);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['of less than 0', () => reserve(-1), 'InvalidParameterValueException'],
    ['of a part', () => reserve(1.5), 'InvalidParameterValueException'],
    ['for a version', () => reserve(1, 'f:1'), 'InvalidParameterValueException'],
    ['for an absent function', () => reserve(1, 'absent'), 'ResourceNotFoundException'],
  ])('%s is refused', async (_, act, error) => {
    await expect(act()).rejects.toMatchObject({ name: error });
  });
});
