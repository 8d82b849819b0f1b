import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AnsweringServer, startAnsweringServer } from '../support/answering-server.ts';
import { type CliResult, type Workplace, createWorkplace } from '../support/cli.ts';
import { type MockInflux, startMockInflux, store } from '../support/mock-influx.ts';

const invocations = 101;

let place: Workplace;
let target: AnsweringServer;
let databases: MockInflux[];
let result: CliResult;
beforeAll(async () => {
  place = await createWorkplace();
  target = await startAnsweringServer((_, response) => void response.end('{}'));
  databases = await Promise.all([1, 2].map(() => startMockInflux((stored) => [store(stored)])));
  const [first, second] = databases;
  await place.write(
    'streamed.yaml',
    `name: streamed
provider: { id: http }
functions: { bare: { url: "${target.target.origin}/" } }
experiments:
  - { kind: load, functions: [bare], arrivals: { kind: constant, rate: ${invocations - 1}/s, duration: 1s }, warmUp: 0s }
sinks: [csv, 'influx=${first?.url}?db=one&invocations=all']
`,
  );
  result = await place.run(['run', 'streamed.yaml', '--json', '--sink', `influx=${second?.url}?db=two`]);
}, 30_000);
afterAll(async () => {
  target.close();
  for (const database of databases) await database.close();
  await place.remove();
});

/** `sink: N unit offered = ...` by sink. */
const accountsOf = (text: string): Map<string, number[]> =>
  new Map(
    Array.from(
      text.matchAll(/^(.+): (\d+) \w+ offered = (\d+) acknowledged \+ (\d+) rejected \+ (\d+) spooled$/gm),
      ([, sink = '', ...numbers]) => [sink.replace(/ .*/, ''), numbers.map(Number)],
    ),
  );

describe('a run with sinks of its scenario and of the command line', () => {
  it('gives the account of each, beside the result for a program', () => {
    expect(result.code).toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({ schema: 'faasmark/summary/1' });
    const accounts = accountsOf(result.stderr);
    expect(accounts.get('csv')).toEqual([invocations, invocations, 0, 0]);
    expect(accounts.get('run')).toEqual([invocations, invocations, 0, 0]);
  });

  it('has streamed to both databases, and left nothing in the spool', async () => {
    const [first, second] = databases;
    const countSingle = (database: MockInflux | undefined): number =>
      [...(database?.stored.keys() ?? [])].filter((line) => line.startsWith('faas_invocation')).length;
    expect(countSingle(first)).toBe(invocations);
    expect(countSingle(second)).toBe(0);
    expect([...(second?.stored.keys() ?? [])].some((line) => line.startsWith('faas_summary'))).toBe(true);
    const [run = ''] = await readdir(join(place.folder, 'faasmark-runs'));
    const files = await readdir(join(place.folder, 'faasmark-runs', run));
    expect(files.filter((file) => file.startsWith('influx'))).toEqual([]);
    expect(files).toContain('invocations.csv');
  });

  it('is replayed to those of its scenario, and changes nothing', async () => {
    const before = new Set(databases[0]?.stored.keys());
    const replay = await place.run(['replay']);
    expect(replay.stderr).toBe('');
    expect(replay.code).toBe(0);
    expect(accountsOf(replay.stdout).get('csv')).toEqual([invocations, invocations, 0, 0]);
    const single = (lines: Iterable<string>): string[] =>
      [...lines].filter((line) => /^faas_(invocation|summary|event)/.test(line)).toSorted();
    expect(single(databases[0]?.stored.keys() ?? [])).toEqual(single(before));
  });
});
