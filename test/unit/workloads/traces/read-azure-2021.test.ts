import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readAzure2021 } from '../../../../workloads/traces/read-azure-2021.ts';

const header = 'app,func,end_timestamp,duration';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-trace-'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('the trace of 2021', () => {
  it('starts each invocation its duration before its end', async () => {
    const path = await write([
      header,
      'a,f,0.0794909,0.078',
      'a,g,3.5,0.5',
      'a,f,70,60.5',
      'a,f,71,0.25',
      'a,f,0.5,0.75',
    ]);
    const [f, g, ...others] = await readAzure2021(path, { seed: 1 });
    expect(others).toEqual([]);
    expect(f).toMatchObject({ app: 'a', name: 'f', arrivals: { kind: 'stamps', atMs: [1, 9500, 70_750] } });
    expect(f?.durationMs?.quantiles.map(({ value }) => value)).toEqual([
      78, 78, 250, 250, 60_500, 60_500, 60_500,
    ]);
    expect(g).toMatchObject({ name: 'g', arrivals: { atMs: [3000] }, durationMs: { mean: 500 } });
  });

  it('counts from the first chosen minute', async () => {
    const path = await write([header, 'a,f,60,1', 'a,f,62,1', 'a,f,121.5,0.5', 'a,g,10,1']);
    expect(await readAzure2021(path, { seed: 1, fromMinute: 1, minutes: 1, time: 2 })).toMatchObject([
      { name: 'f', arrivals: { kind: 'scale', time: 2, of: { kind: 'stamps', atMs: [1000] } } },
    ]);
  });

  it.each([
    ['a,f,60,', 'duration: "" is no number'],
    ['a,f,soon,1', 'end_timestamp: "soon" is no number'],
    ['a,f,60,-1', 'duration: -1 is below 0'],
    ['a,f,60', 'has 3 fields, and the header has 4'],
  ])('says where a row is damaged: %s', async (line, message) => {
    const path = await write([header, 'a,f,60,1', line]);
    await expect(readAzure2021(path, { seed: 1 })).rejects.toMatchObject({
      code: 'TRACE_INVALID',
      message: `${path}:3 ${message}`,
    });
  });
});

async function write(lines: readonly string[]): Promise<string> {
  const path = join(folder, 'trace.csv');
  await writeFile(path, lines.join('\n'));
  return path;
}
