import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFunctionList } from '../../../../harness/cli/simulation/from-list.ts';
import { readMeasuredSources } from '../../../../harness/cli/simulation/from-run.ts';
import { readTracedSources } from '../../../../harness/cli/simulation/from-trace.ts';
import { parseMinutes } from '../../../../harness/cli/simulation/parse-minutes.ts';
import type { SourceDefaults } from '../../../../harness/cli/simulation/source.ts';
import { files } from '../../../../harness/sinks/run-directory/layout.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-sources-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const defaults: SourceDefaults = {
  arrivals: { kind: 'poisson', ratePerSecond: 5, durationMs: 1000 },
  service: { kind: 'constant', ms: 100 },
  init: { kind: 'constant', ms: 300 },
  memoryMiB: 128,
};

describe('a file with functions', () => {
  it('says of each what differs', async () => {
    const path = await write(
      'list.yaml',
      '- { name: api, memory: 256, arrivals: { kind: constant, rate: 2/s, duration: 1m } }\n- { name: batch, service: "exponential:2s" }',
    );
    expect(await readFunctionList(path, defaults)).toEqual([
      {
        ...defaults,
        name: 'api',
        memoryMiB: 256,
        arrivals: { kind: 'constant', ratePerSecond: 2, durationMs: 60_000 },
      },
      { ...defaults, name: 'batch', service: { kind: 'exponential', meanMs: 2000 } },
    ]);
  });

  it.each([
    ['[]', 'expected at least one function'],
    ['[{ name: a }, { name: a }]', 'expected names that differ'],
    ['[{ name: a, memroy: 5 }]', 'memroy'],
    ['[{ name: a, service: 5s5 }]', 'a: service: expected a duration or a law'],
    ['[{ name: a, arrivals: { kind: poisson } }]', 'a: arrivals.rate'],
    ['[', 'wrong.yaml'],
  ])('is refused with the reason: %s', async (text, message) => {
    const path = await write('wrong.yaml', text);
    await expect(readFunctionList(path, defaults)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining(message),
    });
  });
});

describe('a measured run', () => {
  const invocation = (at: number, more: object): object => ({
    phase: 'p',
    function: 'f',
    intendedStart: at * 1e9,
    sentAt: at * 1e9,
    endedAt: at * 1e9 + 50e6,
    outcome: 'ok',
    start: 'warm',
    ...more,
  });
  const writeRun = async (invocations: readonly object[]): Promise<void> => {
    const manifest = {
      schema: 'faasmark/manifest/1',
      functions: [{ name: 'f', memoryMiB: 512 }],
      phases: [],
    };
    await write(files.manifest, JSON.stringify(manifest));
    await write(files.invocations, invocations.map((one) => `${JSON.stringify(one)}\n`).join(''));
    for (const file of [files.phases, files.events, files.generator, files.instances]) await write(file, '');
  };

  it('gives the durations of its functions, and its arrivals', async () => {
    await writeRun([
      invocation(2, { handlerDurationMs: 30, start: 'cold', endedAt: 2e9 + 430e6 }),
      invocation(5, { handlerDurationMs: 10 }),
      invocation(7, { outcome: 'failed', handlerDurationMs: 1 }),
      invocation(8, {}),
    ]);
    expect(await readMeasuredSources(folder, {})).toEqual([
      {
        name: 'f',
        memoryMiB: 512,
        service: { kind: 'measured', sortedMs: [10, 30, 50] },
        init: { kind: 'measured', sortedMs: [400] },
        arrivals: { kind: 'stamps', atMs: [0, 3000, 5000, 6000] },
      },
    ]);
    expect(await readMeasuredSources(folder, defaults)).toEqual([{ ...defaults, name: 'f' }]);
  });

  it('needs to be told of cold starts that it did not have', async () => {
    await writeRun([invocation(0, { handlerDurationMs: 5 })]);
    await expect(readMeasuredSources(folder, {})).rejects.toThrow('f was never cold in this run');
    expect(await readMeasuredSources(folder, { init: defaults.init })).toHaveLength(1);
  });

  it('has to have an invocation that ended well', async () => {
    await writeRun([invocation(0, { outcome: 'failed' })]);
    await expect(readMeasuredSources(folder, {})).rejects.toMatchObject({ code: 'RUN_EMPTY' });
  });
});

describe('a trace', () => {
  it('of single invocations gives their durations, and flags what it does not tell', async () => {
    const path = await write('2021.csv', 'app,func,end_timestamp,duration\na,f,10.5,0.5\na,f,20.25,0.25\n');
    const [source, ...others] = await readTracedSources(
      { invocations: path, durations: undefined, memory: undefined },
      { seed: 1 },
      defaults,
    );
    expect(others).toEqual([]);
    expect(source).toMatchObject({ name: 'a/f', memoryMiB: 128, init: defaults.init });
    expect(source?.arrivals).toEqual({ kind: 'stamps', atMs: [10_000, 20_000] });
    const sortedMs = source?.service.kind === 'measured' ? source.service.sortedMs : [];
    expect([sortedMs[0], sortedMs.at(-1)]).toEqual([250, 500]);
    expect(sortedMs).toEqual([...sortedMs].toSorted((a, b) => a - b));
  });

  it('is taken from one minute to another', () => {
    expect(parseMinutes('480-600')).toEqual({ fromMinute: 480, minutes: 120 });
    expect(parseMinutes(undefined)).toEqual({});
    expect(() => parseMinutes('600-480')).toThrow('--minutes: expected FROM-TO');
  });
});
