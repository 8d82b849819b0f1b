import type { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Platform, startPlatform } from '../../../platform/start-platform.ts';
import { type FunctionDefinition, functionCatalog } from '../../../workloads/catalog.ts';
import { deployFunction, findFunction, type ProbedOutput } from '../../support/catalog-functions.ts';
import { createLambdaClient, invoke } from '../../support/lambda-client.ts';
import { runtimeIsMissing } from '../../support/runtime-is-missing.ts';
import { type KeyValueServer, startKeyValueServer } from '../../../workloads/key-value-server.ts';

let platform: Platform;
let client: LambdaClient;
let store: KeyValueServer;
beforeAll(async () => {
  store = await startKeyValueServer('127.0.0.1', 0);
  platform = await startPlatform();
  client = createLambdaClient(platform.endpoint);
});
afterAll(async () => {
  client.destroy();
  await platform.close();
  await store.close();
});

async function run(name: string, event: unknown): Promise<ProbedOutput> {
  const { functionError, payload } = await invoke(client, name, event);
  expect({ functionError, payload }).toMatchObject({ functionError: undefined });
  return payload as ProbedOutput;
}

const rows = [...functionCatalog.values()].flatMap((definition) =>
  definition.languages.map((language) => [definition.name, language] as const),
);

/** The store has a port of its own here. */
const toEvent = ({ name, inputs }: FunctionDefinition, size: 'test' | 'small'): Record<string, unknown> => ({
  ...inputs[size],
  ...(name === 'key-value' && { url: store.url }),
});

describe.each(rows)('%s in %s', (name, language) => {
  const test = runtimeIsMissing[language] === undefined ? it : it.skip;

  test('gives the output that every language gives, and reports its instance and its invocations', async () => {
    const definition = findFunction(name);
    const deployed = await deployFunction(client, definition, language);
    const [first, again, small] = [
      await run(deployed, toEvent(definition, 'test')),
      await run(deployed, toEvent(definition, 'test')),
      await run(deployed, toEvent(definition, 'small')),
    ];
    const toExpected = (size: 'test' | 'small'): object =>
      definition.expectedOutput(toEvent(definition, size), { fillerMiB: 0 });
    expect(first.output).toMatchObject(toExpected('test'));
    expect(again.output).toMatchObject(toExpected('test'));
    expect(small.output).toMatchObject(toExpected('small'));
    expect([first, again, small].map(({ probe }) => probe.invocation)).toEqual([1, 2, 3]);
    expect(new Set([first, again, small].map(({ probe }) => probe.instance)).size).toBe(1);
    expect(first.probe.initDurationMs).toBeGreaterThan(0);
    expect(first.probe.handlerDurationMs).toBeGreaterThanOrEqual(0);
  });
});

it('code-size has read every byte of the filler that its package carries', async () => {
  const definition = findFunction('code-size');
  const deployed = await deployFunction(client, definition, 'nodejs', { fillerMiB: 3, suffix: '-3' });
  const { output } = await run(deployed, {});
  expect(output).toEqual({ ...definition.expectedOutput({}, { fillerMiB: 3 }), fillerBytes: 3 * 2 ** 20 });
});

(runtimeIsMissing.go === undefined ? it : it.skip)(
  'a function in Go whose handler fails, or panics, says why, and answers the next event',
  async () => {
    const graph = await deployFunction(client, findFunction('graph'), 'go', { suffix: '-failing' });
    const { test: event } = findFunction('graph').inputs;
    const failed = await invoke(client, graph, { ...event, algorithms: ['sort'] });
    expect(failed.payload).toEqual({ errorType: 'Error', errorMessage: 'there is no algorithm "sort"' });
    const panicked = await invoke(client, graph, { ...event, nodes: -1 });
    expect(panicked.payload).toMatchObject({ errorMessage: expect.stringMatching(/^panic: .*makeslice/) });
    expect((await run(graph, event)).probe.invocation).toBe(3);
  },
);

describe('a function that calls others', () => {
  let url: string;
  beforeAll(async () => {
    const echo = await deployFunction(client, findFunction('payload-echo'), 'nodejs', { suffix: '-called' });
    url = `${platform.endpoint}/function/${echo}`;
  });

  it.each(['chain', 'fan-out'])('%s passes the payload, and tells the time of every call', async (name) => {
    const definition = findFunction(name);
    const deployed = await deployFunction(client, definition, 'nodejs', { suffix: '-calling' });
    const event = { ...definition.inputs.test, urls: [url, url, url] };
    const { output } = await run(deployed, event);
    expect(output).toMatchObject(definition.expectedOutput(event, { fillerMiB: 0 }));
    expect(output['calls']).toBe(3);
    const steps = output['steps'] as { startMs: number; durationMs: number; handlerDurationMs: number }[];
    expect(steps).toHaveLength(3);
    for (const { startMs, durationMs, handlerDurationMs } of steps) {
      expect(handlerDurationMs).toBeLessThanOrEqual(durationMs);
      expect(startMs + durationMs).toBeLessThanOrEqual(output['durationMs'] as number);
    }
    const ends = steps.map(({ startMs, durationMs }) => startMs + durationMs);
    const startsAfterTheOneBefore = steps.slice(1).map(({ startMs }, at) => startMs >= (ends[at] ?? 0));
    expect(startsAfterTheOneBefore).toEqual(name === 'chain' ? [true, true] : [false, false]);
  });

  it.each(['chain', 'fan-out'])('%s fails when one that it calls fails, and says which', async (name) => {
    const definition = findFunction(name);
    const deployed = await deployFunction(client, definition, 'nodejs', { suffix: '-failing' });
    const urls = [url, `${platform.endpoint}/function/absent`];
    const failed = await invoke(client, deployed, { ...definition.inputs.test, urls });
    expect(failed.functionError).toBe('Unhandled');
    expect(failed.payload).toMatchObject({ errorMessage: expect.stringContaining('absent answered 404') });
  });
});
