import { beforeAll, describe, expect, it } from '@jest/globals';
import type { EventRecord } from '../../../platform/events/event-log.ts';
import { eventually } from '../../support/eventually.ts';
import { createFunction } from '../../support/lambda-client.ts';
import { sharePlatform } from '../../support/share-platform.ts';

const shared = sharePlatform();
beforeAll(async () => {
  await createFunction(shared.client, 'f');
});

async function ask(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(`${shared.endpoint}/admin/timers${path}`, {
    method,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, answer: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

describe('/admin/timers', () => {
  it('keeps timers that can be read, listed and deleted', async () => {
    const daily = { function: 'f', schedule: 'cron(0 12 * * ? *)', input: { a: 1 } };
    const put = await ask('PUT', '/daily', daily);
    expect(put).toEqual({
      status: 200,
      answer: {
        ...daily,
        name: 'daily',
        qualifier: null,
        createdAt: expect.any(String),
        nextAt: expect.stringMatching(/T12:00:00\.000Z$/),
      },
    });
    expect((await ask('GET', '/daily')).answer).toEqual(put.answer);
    expect((await ask('GET', '')).answer).toEqual({ timers: [put.answer] });
    expect((await ask('DELETE', '/daily')).status).toBe(204);
    expect((await ask('GET', '/daily')).status).toBe(404);
    expect((await ask('DELETE', '/daily')).status).toBe(404);
  });

  it('calls the function when it is time', async () => {
    const soon = new Date(Date.now() + 2000).toISOString().slice(0, 19);
    await ask('PUT', '/soon', { function: 'f', schedule: `at(${soon})` });
    const events = await eventually(
      async () => {
        const answer = await fetch(`${shared.endpoint}/admin/events?function=f`);
        return ((await answer.json()) as { readonly events: EventRecord[] }).events;
      },
      ([event]) => event?.state === 'over',
    );
    expect(events).toEqual([expect.objectContaining({ end: 'done' })]);
    expect((await ask('GET', '/soon')).answer).toMatchObject({ nextAt: null });
  });

  it.each<[string, string, string, unknown, number, string]>([
    [
      'for a function that is not there',
      'PUT',
      '/t',
      { function: 'absent', schedule: 'rate(1 hour)' },
      404,
      'Function not found',
    ],
    [
      'with a schedule that is none',
      'PUT',
      '/t',
      { function: 'f', schedule: 'daily' },
      400,
      "schedule: 'daily': expected rate",
    ],
    ['without a schedule', 'PUT', '/t', { function: 'f' }, 400, 'schedule: expected text'],
    [
      'with a field that means nothing',
      'PUT',
      '/t',
      { function: 'f', schedule: 'rate(1 hour)', zone: 'x' },
      400,
      'zone: expected',
    ],
    ['that is no object', 'PUT', '/t', '[', 400, 'not a json object'],
    [
      'with a name that is none',
      'PUT',
      '/a%20b',
      { function: 'f', schedule: 'rate(1 hour)' },
      400,
      "name: 'a%20b'",
    ],
    ['by another method', 'POST', '/t', {}, 400, 'use GET, PUT or DELETE'],
  ])('refuses a timer %s', async (_, method, path, body, status, message) => {
    expect(await ask(method, path, body)).toEqual({
      status,
      answer: expect.objectContaining({ message: expect.stringContaining(message) }),
    });
  });
});
