import { type LambdaClient, TagResourceCommand } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Platform, type PlatformOptions, startPlatform } from '../../../platform/start-platform.ts';
import { eventually } from '../../support/eventually.ts';
import { createFunction, createLambdaClient, invoke } from '../../support/lambda-client.ts';
import { listInstances } from '../../support/platform-pages.ts';

let platform: Platform;
let client: LambdaClient;
afterEach(async () => {
  client.destroy();
  await platform.close();
});

/** Answers after as many milliseconds as it is told. */
const source = `exports.handler = ({ ms = 0 }) => new Promise((resolve) => setTimeout(resolve, ms, 'done'));`;

async function start(options: PlatformOptions, tags: Record<string, string> = {}): Promise<void> {
  platform = await startPlatform({ timeScale: 60, hardened: false, ...options });
  client = createLambdaClient(platform.endpoint);
  await createFunction(client, 'f', { source, Tags: tags });
}

const instances = (): ReturnType<typeof listInstances> => listInstances(platform.endpoint, 'f');

describe('the platform, sixty times as fast', () => {
  it('gives each invocation an instance as lambda does, and keeps it for ten minutes', async () => {
    await start({ profile: 'lambda', timeScale: 600 });
    await Promise.all([1, 2, 3].map(() => invoke(client, 'f', { ms: 100 })));
    const gone = await eventually(instances, (all) => all.every(({ cause }) => cause !== null));
    expect(gone.map(({ cause }) => cause)).toEqual(['idle', 'idle', 'idle']);
    const lives = gone.map(
      ({ readyAtEpochMs, removedAtEpochMs }) => (removedAtEpochMs ?? 0) - (readyAtEpochMs ?? 0),
    );
    expect(Math.min(...lives)).toBeGreaterThanOrEqual(1000);
  });

  it('has one instance for many invocations as knative-kpa does, and goes to zero and back', async () => {
    await start({ profile: 'knative-kpa' });
    // A revision begins with one.
    await eventually(instances, (all) => all.some(({ readyAtEpochMs }) => readyAtEpochMs !== null));
    await Promise.all(Array.from({ length: 10 }, () => invoke(client, 'f', { ms: 20 })));
    expect(await instances()).toHaveLength(1);
    const [first] = await eventually(instances, (all) => all.every(({ cause }) => cause !== null));
    expect(first?.cause).toBe('scaledIn');
    expect((await invoke(client, 'f', {})).payload).toBe('done');
    expect(await instances()).toHaveLength(2);
  });

  it('starts a container an activation as openwhisk does, where the tag of a function asks for it', async () => {
    await start({ profile: 'knative-kpa' }, { 'faasmark:profile': 'openwhisk' });
    expect(await instances()).toHaveLength(0);
    await Promise.all([1, 2].map(() => invoke(client, 'f', { ms: 100 })));
    expect(await instances()).toHaveLength(2);
    // Paused after 10 s of its time, it takes the next one up again.
    const paused = await eventually(instances, (all) => all.every(({ state }) => state === 'paused'));
    expect(paused.map(({ state }) => state)).toEqual(['paused', 'paused']);
    expect((await invoke(client, 'f', {})).payload).toBe('done');
    expect(await instances()).toHaveLength(2);
  });

  it('goes on by another profile when the tag of a function changes, with other instances', async () => {
    await start({});
    await invoke(client, 'f', {});
    const Resource = 'arn:aws:lambda:us-east-1:000000000000:function:f';
    const tag = (Tags: Record<string, string>): Promise<unknown> =>
      client.send(new TagResourceCommand({ Resource, Tags }));
    await tag({ 'faasmark:profile': 'knative-kpa', 'faasmark:profile-options': 'minInstances=2' });
    const all = await eventually(instances, (some) => some.length >= 3 && some[0]?.cause === 'replaced');
    expect(all.map(({ cause }) => cause)).toEqual(['replaced', null, null]);
    await expect(tag({ 'faasmark:profile-options': 'idleLifetimeMs=5' })).rejects.toThrow(
      'tag faasmark:profile-options: idleLifetimeMs: the profile knative-kpa has no such option',
    );
    expect((await invoke(client, 'f', {})).payload).toBe('done');
  });

  it('refuses a tag that names no profile', async () => {
    await start({});
    await expect(
      createFunction(client, 'g', { source, Tags: { 'faasmark:profile': 'heroku' } }),
    ).rejects.toThrow("tag faasmark:profile: 'heroku': expected one of lambda");
  });
});
