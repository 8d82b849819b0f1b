import { beforeAll, describe, expect, it } from '@jest/globals';
import type { InstanceRecord } from '../../../platform/instances/instance-records.ts';
import { eventually } from '../../support/eventually.ts';
import { createFunction } from '../../support/lambda-client.ts';
import { sharePlatform } from '../../support/share-platform.ts';

const shared = sharePlatform();
beforeAll(async () => {
  const source = `exports.handler = (event) => event.hang ? new Promise(() => setTimeout(() => {}, 60000)) : Promise.resolve(1);`;
  await createFunction(shared.client, 'mortal', { source });
});

const invoke = (event: object): Promise<Response> =>
  fetch(`${shared.endpoint}/function/mortal`, { method: 'POST', body: JSON.stringify(event) });

async function listInstances(): Promise<InstanceRecord[]> {
  const answer = await fetch(`${shared.endpoint}/admin/instances?function=mortal`);
  return ((await answer.json()) as { readonly instances: InstanceRecord[] }).instances;
}

const kill = (instance: string | undefined): Promise<Response> =>
  fetch(`${shared.endpoint}/admin/instances/${instance}`, { method: 'DELETE' });

describe('an instance that is killed', () => {
  it('fails the invocation that it runs', async () => {
    const answer = invoke({ hang: true });
    const findBusy = async (): Promise<InstanceRecord | undefined> =>
      (await listInstances()).find(({ state }) => state === 'busy');
    const busy = await eventually(findBusy, (found) => found !== undefined);
    expect((await kill(busy?.instance)).status).toBe(204);
    expect((await answer).status).toBeGreaterThanOrEqual(500);
    expect((await listInstances()).find(({ instance }) => instance === busy?.instance)).toMatchObject({
      state: 'removed',
      cause: 'crash',
    });
  });

  it('is never used again where it was idle', async () => {
    await invoke({});
    const idle = (await listInstances()).find(({ state }) => state === 'idle');
    expect((await kill(idle?.instance)).status).toBe(204);
    expect((await invoke({})).status).toBe(200);
    const after = await listInstances();
    expect(after.find(({ instance }) => instance === idle?.instance)?.state).toBe('removed');
    expect(after.filter(({ state }) => state === 'idle')).toHaveLength(1);
  });

  it('has to be there', async () => {
    const answer = await kill('nobody');
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('no instance nobody');
  });
});
