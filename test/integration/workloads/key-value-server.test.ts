import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type KeyValueServer, startKeyValueServer } from '../../../workloads/key-value-server.ts';

let server: KeyValueServer;
beforeAll(async () => {
  server = await startKeyValueServer('127.0.0.1', 0);
});
afterAll(() => server.close());

const send = (method: string, key: string, body?: string): Promise<Response> =>
  fetch(`${server.url}/${key}`, { method, ...(body !== undefined && { body }) });

it('gives back what was put, the newest, until it is deleted', async () => {
  expect((await send('GET', 'a')).status).toBe(404);
  expect((await send('PUT', 'a', 'one')).status).toBe(204);
  expect((await send('PUT', 'a', 'zwei ☀')).status).toBe(204);
  expect(await (await send('GET', 'a')).text()).toBe('zwei ☀');
  expect((await send('GET', 'b')).status).toBe(404);
  expect((await send('DELETE', 'a')).status).toBe(204);
  expect((await send('GET', 'a')).status).toBe(404);
});

it('refuses a value above 1 MiB, and keeps the one before', async () => {
  await send('PUT', 'large', 'small');
  expect((await send('PUT', 'large', 'x'.repeat(2 ** 20 + 1))).status).toBe(413);
  expect(await (await send('GET', 'large')).text()).toBe('small');
});

it('refuses more than 256 MiB in all, until something is deleted', async () => {
  const mib = 'x'.repeat(2 ** 20);
  const statuses = new Set<number>();
  for (let at = 0; at < 255; at++) statuses.add((await send('PUT', `many-${at}`, mib)).status);
  expect(statuses).toEqual(new Set([204]));
  await send('PUT', 'one-more', mib);
  expect((await send('PUT', 'too-many', mib)).status).toBe(507);
  await send('DELETE', 'many-0');
  expect((await send('PUT', 'too-many', mib)).status).toBe(204);
});

it('refuses other methods', async () => {
  const { status, headers } = await send('POST', 'a', '');
  expect([status, headers.get('allow')]).toEqual([405, 'PUT, GET, DELETE']);
});
