import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { InjectedCount, InjectedFault } from '../../../platform/faults/injected-log.ts';
import { startPlatform } from '../../../platform/start-platform.ts';
import { eventually } from '../../support/eventually.ts';
import { createFunction, invoke } from '../../support/lambda-client.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';
import { pythonIsMissing } from '../../support/runtime-clients.ts';
import { sharePlatform } from '../../support/share-platform.ts';

/** Tells that it ran, and what time it thinks it is. */
const source = `
  const { appendFileSync } = require('node:fs');
  exports.handler = async ({ id, waitMs = 0 }, context) => {
    appendFileSync(process.env.TOLD, id + '\\n');
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    const dates = [Date.now(), new Date().getTime(), Date.parse(Date())];
    return { id, dates, isDate: new Date() instanceof Date, leftMs: context.getRemainingTimeInMillis() };
  };`;

let number = 0;
let name: string;
const folder = await mkdtemp(join(tmpdir(), 'faasmark-faults-'));
const told = join(folder, 'told');
// Plain processes: the functions write outside their own folders.
const shared = sharePlatform({ hardened: false });
afterAll(async () => {
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await writeFile(told, '');
  name = `f${number++}`;
  await createFunction(shared.client, name, { source, Environment: { Variables: { TOLD: told } } });
});
afterEach(() => admin('DELETE'));

async function admin(method: string, path = '', body?: unknown): Promise<unknown> {
  const answer = await fetch(`${shared.endpoint}/admin/faults${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

const declare = (...faults: readonly object[]): Promise<unknown> => admin('PUT', '', { seed: 1, faults });

const call = (id = 'x', fields: object = {}): Promise<Response> =>
  fetch(`${shared.endpoint}/function/${name}`, {
    method: 'POST',
    body: JSON.stringify({ id, ...fields }),
  });

async function readInjected(): Promise<{ counts: InjectedCount[]; injected: InjectedFault[] }> {
  return (await admin('GET', `/injected?function=${name}`)) as {
    counts: InjectedCount[];
    injected: InjectedFault[];
  };
}

const heard = async (): Promise<string[]> => (await readFile(told, 'utf8')).split('\n').slice(0, -1);

describe('a delay', () => {
  it('of sandbox, runtime and code is in the init duration, and on record', async () => {
    await declare(
      { kind: 'delay', stage: 'sandbox', ms: 100 },
      { kind: 'delay', stage: 'runtime', ms: 100 },
      { kind: 'delay', stage: 'code', ms: { kind: 'uniform', leastMs: 100, mostMs: 200 } },
    );
    const answer = await call();
    const initMs = Number(answer.headers.get('x-faas-init-duration-ms'));
    const { injected } = await readInjected();
    const sumMs = injected.reduce((sum, { ms }) => sum + (ms ?? 0), 0);
    expect(injected.map(({ kind, stage, rule }) => [kind, stage, rule])).toEqual([
      ['delay', 'sandbox', 'faults[0]'],
      ['delay', 'runtime', 'faults[1]'],
      ['delay', 'code', 'faults[2]'],
    ]);
    expect(sumMs).toBeGreaterThanOrEqual(300);
    // Timers may be a millisecond early.
    expect(initMs).toBeGreaterThan(sumMs - 3);
    expect((await call()).headers.get('x-faas-init-duration-ms')).toBeNull();
  });

  it('of the handler is in the duration, one of placement or answer is not', async () => {
    await declare({ kind: 'delay', stage: 'handler', ms: 150 });
    expect(Number((await call()).headers.get('x-faas-duration-ms'))).toBeGreaterThan(148);
    await declare(
      { kind: 'delay', stage: 'placement', ms: 1000 },
      { kind: 'delay', stage: 'answer', ms: 1000 },
    );
    const before = performance.now();
    const answer = await call();
    expect(performance.now() - before).toBeGreaterThan(1995);
    expect(Number(answer.headers.get('x-faas-duration-ms'))).toBeLessThan(1000);
  });
});

describe('a crash', () => {
  it.each([
    ['before', [], 0],
    ['during', ['x'], 5000],
    ['after', ['x'], 0],
  ])('%s the handler is Runtime.ExitError', async (when, ran, waitMs) => {
    // An instance that runs already: what crashes is the handler, not the initialisation.
    await declare();
    await call('warm');
    await declare({ kind: 'crash', when, afterMs: 500, most: 1 });
    const answer = await call('x', { waitMs });
    expect(answer.status).toBe(502);
    expect(answer.headers.get('x-faas-error-type')).toBe('Runtime.ExitError');
    expect(await answer.text()).toContain('signal: killed');
    const { injected } = await readInjected();
    expect(injected).toMatchObject([
      { kind: 'crash', stage: when, requestId: answer.headers.get('x-faas-request-id'), function: name },
    ]);
    expect(await heard()).toEqual(['warm', ...ran]);
    const next = await call('y');
    expect(next.status).toBe(200);
    expect(next.headers.get('x-faas-init-duration-ms')).not.toBeNull();
  });

  it('by the Lambda API is an unhandled function error', async () => {
    await declare({ kind: 'crash', when: 'before' });
    expect(await invoke(shared.client, name, { id: 'x' })).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType: 'Runtime.ExitError' },
    });
  });
});

describe('a throttle', () => {
  it('is 429 with its reason, by both interfaces', async () => {
    const reason = 'FunctionInvocationRateLimitExceeded';
    await declare({ kind: 'throttle', reason, retryAfterMs: 3000, most: 2 });
    const answer = await call();
    expect(answer.status).toBe(429);
    expect(answer.headers.get('x-faas-error-type')).toBe(reason);
    expect(answer.headers.get('retry-after')).toBe('3');
    await expect(invoke(shared.client, name)).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: reason,
    });
    expect((await call()).status).toBe(200);
  });
});

describe('a refusal to start', () => {
  it('is 503, and leaves no instance', async () => {
    await declare({ kind: 'refuseStart', most: 1 });
    expect((await call()).status).toBe(503);
    expect((await call()).status).toBe(200);
    const { instances } = (await (
      await fetch(`${shared.endpoint}/admin/instances?function=${name}`)
    ).json()) as { instances: { cause: string | null }[] };
    expect(instances.map(({ cause }) => cause)).toEqual(['notStarted', null]);
  });
});

describe('a freeze', () => {
  it('holds what runs for its time', async () => {
    await declare({ kind: 'freeze', afterMs: 10, ms: 300 });
    const answer = await call('x', { waitMs: 50 });
    expect(answer.status).toBe(200);
    expect(Number(answer.headers.get('x-faas-duration-ms'))).toBeGreaterThan(305);
  });
});

describe('a slow network', () => {
  it('takes its latency and the time of the bytes, beside the duration', async () => {
    await declare({ kind: 'slowNetwork', direction: 'request', latencyMs: 100, bytesPerSecond: 10_000 });
    const before = performance.now();
    const answer = await call('x', { filler: 'x'.repeat(10_000) });
    expect(performance.now() - before).toBeGreaterThan(1095);
    expect(Number(answer.headers.get('x-faas-duration-ms'))).toBeLessThan(1000);
  });
});

describe('asynchronous events', () => {
  it('are lost and doubled as declared and on record', async () => {
    await declare({ kind: 'loseEvent', probability: 0.3 }, { kind: 'doubleEvent', probability: 0.3 });
    const sent = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const answer = await invoke(shared.client, name, { id: `e${index}` }, { InvocationType: 'Event' });
        expect(answer.status).toBe(202);
        return { id: `e${index}`, requestId: answer.requestId };
      }),
    );
    const { injected } = await readInjected();
    const met = (kind: string, requestId: string): boolean =>
      injected.some((one) => one.kind === kind && one.requestId === requestId);
    const expected = sent.flatMap(({ id, requestId }) => {
      if (met('loseEvent', requestId)) return [];
      return met('doubleEvent', requestId) ? [id, id] : [id];
    });
    expect(expected.length).not.toBe(30);
    expect((await eventually(heard, ({ length }) => length >= expected.length)).toSorted()).toEqual(
      expected.toSorted(),
    );
  });
});

describe('a skewed clock', () => {
  it('is what the function and its deadline go by, and what answers tell', async () => {
    const aheadMs = 3_600_000;
    await declare(
      { kind: 'clockSkew', of: 'instance', ms: aheadMs },
      { kind: 'clockSkew', of: 'gateway', ms: -2 * aheadMs },
    );
    const answer = await call();
    const body = (await answer.json()) as { dates: number[]; isDate: boolean; leftMs: number };
    for (const date of body.dates) expect(Math.abs(date - Date.now() - aheadMs)).toBeLessThan(60_000);
    expect(body.isDate).toBe(true);
    expect(Math.abs(body.leftMs - 10_000)).toBeLessThanOrEqual(10_000);
    const answered = Date.parse(answer.headers.get('date') ?? '');
    expect(Math.abs(answered - Date.now() + 2 * aheadMs)).toBeLessThan(60_000);
  });
});

describeWhereThere(pythonIsMissing, 'a skewed clock of Python', () => {
  it('is what time.time() tells', async () => {
    await createFunction(shared.client, `${name}-py`, {
      Runtime: 'python3.13',
      files: {
        'index.py':
          'import time\ndef handler(event, context):\n  return [time.time(), context.get_remaining_time_in_millis()]\n',
      },
    });
    await declare({ kind: 'clockSkew', of: 'instance', ms: -3_600_000 });
    const { payload } = await invoke(shared.client, `${name}-py`);
    const [seconds = 0, leftMs = 0] = payload as number[];
    expect(Math.abs(seconds * 1000 - Date.now() + 3_600_000)).toBeLessThan(60_000);
    expect(Math.abs(leftMs - 10_000)).toBeLessThanOrEqual(10_000);
  });
});

describe('a declaration', () => {
  it('with the same seed gives each invocation the same fault again', async () => {
    const play = async (seed: number): Promise<number[]> => {
      await admin('PUT', '', {
        seed,
        faults: [
          { kind: 'throttle', probability: 0.3 },
          { kind: 'crash', when: 'before', probability: 0.3 },
        ],
      });
      const statuses: number[] = [];
      for (let index = 0; index < 12; index++) statuses.push((await call()).status);
      return statuses;
    };
    const first = await play(5);
    expect(new Set(first)).toEqual(new Set([200, 429, 502]));
    expect(await play(5)).toEqual(first);
    expect(await play(6)).not.toEqual(first);
  });

  it('for one function leaves the others alone, and draws by the name it is given', async () => {
    await admin('PUT', '', { faults: [{ kind: 'throttle', probability: 0 }] });
    const rules = [{ kind: 'throttle', probability: 0.5 }];
    const play = async (): Promise<number[]> => {
      await admin('PUT', `/functions/${name}?stream=hello`, rules);
      const statuses: number[] = [];
      for (let index = 0; index < 10; index++) statuses.push((await call()).status);
      return statuses;
    };
    const one = await play();
    expect(new Set(one)).toEqual(new Set([200, 429]));
    const { counts } = await readInjected();
    expect(counts).toEqual([
      {
        rule: `functions.${name}[0]`,
        kind: 'throttle',
        injected: one.filter((status) => status === 429).length,
      },
    ]);
    await admin('DELETE', `/functions/${name}`);
    name = `${name}-other`;
    await createFunction(shared.client, name, { source, Environment: { Variables: { TOLD: told } } });
    expect((await call()).status).toBe(200);
    expect(await play()).toEqual(one);
    expect(await admin('GET')).toMatchObject({
      seed: 1,
      faults: [{ kind: 'throttle', probability: 0 }],
      functions: { [name]: [{ kind: 'throttle', probability: 0.5 }] },
    });
  });

  it('that is wrong is refused with every problem, and changes nothing', async () => {
    await declare({ kind: 'throttle' });
    await expect(admin('PUT', '', { faults: [{ kind: 'delay', probability: 2 }] })).rejects.toThrow(
      /400 .*faults\[0\]\.stage: .*faults\[0\]\.ms: .*faults\[0\]\.probability: /,
    );
    expect((await call()).status).toBe(429);
    await expect(startPlatform({ faults: { seed: 'x' } })).rejects.toMatchObject({ code: 'FAULTS_INVALID' });
  });
});
