import { beforeAll, describe, expect, it } from '@jest/globals';
import { createFunction } from '../../support/lambda-client.ts';
import { sharePlatform } from '../../support/share-platform.ts';

const shared = sharePlatform();
beforeAll(async () => {
  await createFunction(shared.client, 'echo');
  await createFunction(shared.client, 'failing', {
    source: "exports.handler = async () => { throw new TypeError('no') }",
  });
  await createFunction(shared.client, 'endless', {
    source: 'exports.handler = () => new Promise(() => setInterval(() => {}, 1000))',
    Timeout: 1,
  });
});

const call = (name: string, init: RequestInit = { method: 'POST', body: '{}' }): Promise<Response> =>
  fetch(`${shared.endpoint}/function/${name}`, init);

describe('the plain route', () => {
  it('answers what the function returned, with the measurements of a cold start', async () => {
    const answer = await call('echo', { method: 'POST', body: '{"text":"grüße"}' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ text: 'grüße' });
    const number = (name: string): number => Number(answer.headers.get(`x-faas-${name}`) ?? Number.NaN);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('x-faas-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get('x-faas-error-type')).toBeNull();
    expect(number('init-duration-ms')).toBeGreaterThan(0);
    expect(number('max-memory-used-mib')).toBeGreaterThan(0);
    expect(number('billed-duration-ms')).toBe(
      Math.ceil(Math.round((number('init-duration-ms') + number('duration-ms')) * 100) / 100),
    );
  });

  it('of a warm instance tells no initialisation', async () => {
    const answer = await call('echo');
    expect(answer.headers.get('x-faas-init-duration-ms')).toBeNull();
    expect(Number(answer.headers.get('x-faas-billed-duration-ms'))).toBeGreaterThanOrEqual(1);
  });

  it.each([
    ['GET', { method: 'GET' }],
    ['POST without a body', { method: 'POST' }],
    ['a query', { method: 'GET' }],
  ])('gives an empty event for %s', async (what, init) => {
    expect(await (await call(what === 'a query' ? 'echo?a=b' : 'echo', init)).json()).toEqual({});
  });

  it.each([
    ['a function that throws', 'failing', undefined, 502, 'Function.Unknown'],
    ['a function that never answers', 'endless', undefined, 504, 'Sandbox.Timedout'],
    ['a function that is not there', 'absent', undefined, 404, 'FunctionNotFound'],
    ['another method', 'echo', { method: 'PUT', body: '{}' }, 405, 'MethodNotAllowed'],
    ['an event over 6 MiB', 'echo', { method: 'POST', body: 'x'.repeat(6_291_457) }, 413, 'RequestTooLarge'],
    ['an event that is not JSON', 'echo', { method: 'POST', body: '{' }, 502, 'Runtime.UnmarshalError'],
  ])('says why it cannot: %s', async (_, name, init, status, errorType) => {
    const answer = await call(name, init);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-faas-error-type')).toBe(errorType);
    expect(await answer.json()).toMatchObject({ errorMessage: expect.any(String) });
  });
});

describe('what the platform tells about itself', () => {
  const read = async (path: string): Promise<Response> => fetch(`${shared.endpoint}${path}`);

  it('is its version and policy profile', async () => {
    expect(await (await read('/admin/health')).json()).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      profile: 'lambda',
      timeScale: 1,
    });
  });

  it('is what the machine can run', async () => {
    expect(await (await read('/admin/machine')).json()).toMatchObject({
      isolation: expect.arrayContaining([expect.objectContaining({ level: 'process', available: true })]),
      runtimes: expect.arrayContaining([
        { runtime: 'nodejs22.x', available: true, runBy: `Node.js ${process.versions.node}` },
        expect.objectContaining({ runtime: 'provided.al2023', available: true }),
      ]),
    });
  });

  it('is every instance that lived, with its instants in order', async () => {
    const { instances } = (await (await read('/admin/instances?function=endless')).json()) as {
      readonly instances: readonly Record<string, number>[];
    };
    const [one] = instances;
    expect(instances).toEqual([
      expect.objectContaining({
        function: 'endless',
        isolation: 'process',
        cause: 'timeout',
        invocations: 1,
      }),
    ]);
    expect(one?.['readyAtEpochMs']).toBeGreaterThan(one?.['requestedAtEpochMs'] ?? Infinity);
    expect(one?.['removedAtEpochMs']).toBeGreaterThan(one?.['readyAtEpochMs'] ?? Infinity);
  });

  it('is a page of metrics that Prometheus can read', async () => {
    const answer = await read('/metrics');
    expect(answer.headers.get('content-type')).toContain('version=0.0.4');
    const page = await answer.text();
    for (const line of page.trimEnd().split('\n')) {
      expect(line).toMatch(/^(# (HELP|TYPE) faas_\w+ .+|faas_\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? \d+)$/);
    }
    expect(page).toContain('faas_invocations_total{function="endless",outcome="timedOut"} 1\n');
    expect(page).toContain('faas_invocations_total{function="failing",outcome="failed"} 1\n');
  });
});
