import { get } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { TimelineEvent } from '../../../platform/observe/timeline.ts';
import { eventually } from '../../support/eventually.ts';
import { createFunction } from '../../support/lambda-client.ts';
import { sharePlatform } from '../../support/share-platform.ts';

const shared = sharePlatform();
beforeAll(async () => {
  await createFunction(shared.client, 'talks', {
    source: `exports.handler = (event) => { console.log('heard', event); return Promise.resolve(1); };`,
  });
  await createFunction(shared.client, 'other', { source: 'exports.handler = async () => 1;' });
  for (const name of ['talks', 'talks', 'other']) {
    await fetch(`${shared.endpoint}/function/${name}`, { method: 'POST', body: '{"a":1}' });
  }
});

async function readLines(path: string): Promise<Record<string, unknown>[]> {
  const text = await (await fetch(`${shared.endpoint}${path}`)).text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the timeline of instances', () => {
  it('tells as JSON lines what became of each, in order and with its cause', async () => {
    const lines = await readLines('/admin/timeline?function=talks');
    expect(lines.map(({ event }) => event)).toEqual([
      'requested',
      'sandboxUp',
      'runtimeUp',
      'initDone',
      'busy',
      'idle',
      'busy',
      'idle',
    ]);
    expect(lines[0]).toMatchObject({ function: 'talks', reason: 'noneIdle' });
    expect(new Set(lines.map(({ instance }) => instance)).size).toBe(1);
    const instants = lines.map(({ atEpochMs }) => atEpochMs as number);
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
  });

  it('has its milestones in the record of the instance, with the invocation that waited for it', async () => {
    const lines = await readLines('/admin/timeline?function=talks');
    const answer = await fetch(`${shared.endpoint}/admin/instances?function=talks`);
    const { instances } = (await answer.json()) as { instances: Record<string, unknown>[] };
    const at = (event: string) => lines.find((line) => line['event'] === event)?.['atEpochMs'] as number;
    const [record] = instances;
    expect(record).toMatchObject({ firstRequestId: lines[4]?.['requestId'], origin: 'new' });
    expect(record?.['sandboxUpAtEpochMs']).toBeCloseTo(at('sandboxUp'), 0);
    expect(record?.['runtimeUpAtEpochMs']).toBeCloseTo(at('runtimeUp'), 0);
  });

  it('goes on where a reader stopped', async () => {
    const all = await readLines('/admin/timeline');
    const last = all.at(-1);
    expect(await readLines(`/admin/timeline?since=${Number(last?.['sequence']) - 1}`)).toEqual([last]);
  });

  it('comes as server-sent events while it happens', async () => {
    const heard: TimelineEvent[] = [];
    const url = `${shared.endpoint}/admin/timeline?function=talks&since=1000000`;
    const request = get(url, { headers: { accept: 'text/event-stream' } });
    await new Promise<void>((resolve) => {
      request.once('response', (response) => {
        response.on('data', (chunk: Buffer) => {
          for (const [, data] of chunk.toString().matchAll(/^data: (.*)$/gm)) {
            heard.push(JSON.parse(data ?? '') as TimelineEvent);
          }
        });
        resolve();
      });
    });
    await fetch(`${shared.endpoint}/function/talks`, { method: 'POST', body: '{}' });
    const events = await eventually(
      () => Promise.resolve(heard.map(({ event }) => event)),
      ({ length }) => length >= 2,
    );
    expect(events).toEqual(['busy', 'idle']);
    request.destroy();
  });
});

describe('what functions write', () => {
  it('is remembered by function and instance', async () => {
    const [first] = await readLines('/admin/logs?function=talks');
    expect(first).toMatchObject({ function: 'talks', text: expect.stringContaining('heard { a: 1 }') });
    expect(await readLines('/admin/logs?function=other')).toEqual([]);
  });
});

describe('the glance at functions', () => {
  it('has the instances of each and what came of its invocations', async () => {
    const answer = await fetch(`${shared.endpoint}/admin/functions`);
    const { functions } = (await answer.json()) as { readonly functions: unknown[] };
    expect(functions).toContainEqual(
      expect.objectContaining({ function: 'other', idle: 1, busy: 0, coldStarts: 1, outcomes: { ok: 1 } }),
    );
  });
});
