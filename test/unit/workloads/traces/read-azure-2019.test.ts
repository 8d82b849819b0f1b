import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countStarts } from '../../../../harness/contract/count-starts.ts';
import { createSchedule } from '../../../../workloads/arrivals/create-schedule.ts';
import { readAzure2019 } from '../../../../workloads/traces/read-azure-2019.ts';
import { placements } from '../../../../workloads/traces/trace.ts';

const minutes = 1440;
const header = `HashOwner,HashApp,HashFunction,Trigger,${Array.from({ length: minutes }, (_, at) => at + 1).join(',')}`;
const durationHeader =
  'HashOwner,HashApp,HashFunction,Average,Count,Minimum,Maximum,percentile_Average_0,percentile_Average_1,' +
  'percentile_Average_25,percentile_Average_50,percentile_Average_75,percentile_Average_99,percentile_Average_100';
const memoryHeader =
  'HashOwner,HashApp,SampleCount,AverageAllocatedMb,AverageAllocatedMb_pct1,AverageAllocatedMb_pct5,' +
  'AverageAllocatedMb_pct25,AverageAllocatedMb_pct50,AverageAllocatedMb_pct75,AverageAllocatedMb_pct95,' +
  'AverageAllocatedMb_pct99,AverageAllocatedMb_pct100';

let folder: string;
let files: { readonly invocations: string; readonly durations: string; readonly memory: string };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-trace-'));
  files = {
    invocations: await write('invocations.csv', [
      header,
      row('o,a1,f1,http', { 0: 3, 2: 1, 1439: 2 }),
      row('o,a1,f2,timer', { 5: 1 }),
      row('p,a1,f3,queue', {}),
      row('p,a2,f4,queue', { 1: 40 }),
    ]),
    durations: await write('durations.csv', [
      durationHeader,
      'o,a1,f1,120.5,6,10,900,10,11,50,100,150,800,900',
      'x,a9,f9,1,1,1,1,1,1,1,1,1,1,1',
    ]),
    memory: await write('memory.csv', [memoryHeader, 'o,a1,12,130,100,101,110,120,140,160,170,180']),
  };
});

afterAll(() => rm(folder, { recursive: true }));

describe('the trace of 2019', () => {
  it('gives each function its counts, its durations and the memory of its application', async () => {
    const [first, second, last, ...others] = await readAzure2019(files, { seed: 1 });
    expect(others).toEqual([]);
    expect(first).toMatchObject({ app: 'a1', name: 'f1', trigger: 'http' });
    expect(first?.durationMs).toMatchObject({ mean: 120.5 });
    expect(first?.durationMs?.quantiles.slice(2, 5)).toEqual([
      { share: 0.25, value: 50 },
      { share: 0.5, value: 100 },
      { share: 0.75, value: 150 },
    ]);
    expect(first?.memoryMiB?.quantiles.at(-1)).toEqual({ share: 1, value: 180 });
    expect(second).toMatchObject({ name: 'f2', durationMs: undefined, memoryMiB: { mean: 130 } });
    expect(last).toMatchObject({ name: 'f4', memoryMiB: undefined });
  });

  it('leaves out what is idle in the chosen minutes', async () => {
    const chosen = await readAzure2019(files, { seed: 1, fromMinute: 1, minutes: 2 });
    expect(chosen.map(({ name, arrivals }) => [name, arrivals])).toEqual([
      ['f1', { kind: 'counts', counts: [0, 1], intervalMs: 60_000, spacing: 'poisson' }],
      ['f4', { kind: 'counts', counts: [40, 0], intervalMs: 60_000, spacing: 'poisson' }],
    ]);
  });

  it.each(placements)('places invocations inside their minute: %s', async (placement) => {
    const [f4] = (await readAzure2019(files, { seed: 1, minutes: 3, placement })).slice(-1);
    const schedule = createSchedule(f4?.arrivals ?? { kind: 'burst', count: 0 }, 7);
    const count = countStarts(schedule);
    if (placement === 'poisson') expect(Math.abs(count - 40)).toBeLessThan(5 * Math.sqrt(40));
    else expect(count).toBe(40);
    for (let at = 0; at < count; at++) {
      expect(Math.floor((schedule.intendedStart(at) ?? 0) / 60e9)).toBe(1);
    }
  });

  it('scales rate and time', async () => {
    const [f1] = await readAzure2019(files, { seed: 1, rate: 3, time: 0.1 });
    const schedule = createSchedule(f1?.arrivals ?? { kind: 'burst', count: 0 }, 7);
    expect(countStarts(schedule)).toBe(18);
    expect(schedule.duration).toBe(144 * 60e9);
  });

  it('chooses every function as often as the others', async () => {
    const chosen = new Map<string, number>();
    for (let seed = 0; seed < 300; seed++) {
      for (const { name } of await readAzure2019(
        { invocations: files.invocations },
        { seed, functions: 2 },
      )) {
        chosen.set(name, (chosen.get(name) ?? 0) + 1);
      }
    }
    expect([...chosen.keys()].toSorted()).toEqual(['f1', 'f2', 'f4']);
    // Each in 2 of 3 samples: 200 of 300, with a standard deviation of 8.2.
    for (const times of chosen.values()) expect(Math.abs(times - 200)).toBeLessThan(35);
  });

  it.each([
    [['a,b'], ':1 has no column HashOwner, HashApp, HashFunction, Trigger, 1'],
    [[header, 'o,a1,f1,http,1'], ':2 has 5 fields, and the header has 1444'],
    [[header, row('o,a1,f1,http', { 3: -1 })], ':2 minute 4: "-1" is no number of invocations'],
    [
      [header, row('o,a,f,http', {}), row('o,a,f,http', { 0: 'x' })],
      ':3 minute 1: "x" is no number of invocations',
    ],
    [[], ' is empty; it should begin with HashOwner,HashApp,HashFunction,Trigger,1'],
  ])('says where a file is damaged: %#', async (lines, message) => {
    const invocations = await write('damaged.csv', lines);
    await expect(readAzure2019({ invocations }, { seed: 1 })).rejects.toMatchObject({
      code: 'TRACE_INVALID',
      message: `${invocations}${message}`,
    });
  });

  it('says which percentile falls', async () => {
    const durations = await write('falling.csv', [
      durationHeader,
      'o,a1,f1,120.5,6,10,900,10,11,50,40,150,800,900',
    ]);
    await expect(readAzure2019({ ...files, durations }, { seed: 1 })).rejects.toMatchObject({
      message: `${durations}:2 percentile 50: 40 is below 50`,
    });
  });

  it('says which file is missing', async () => {
    const invocations = join(folder, 'nowhere.csv');
    await expect(readAzure2019({ invocations }, { seed: 1 })).rejects.toMatchObject({
      code: 'TRACE_UNREADABLE',
      message: expect.stringContaining(invocations),
    });
  });
});

async function write(name: string, lines: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, lines.join('\n'));
  return path;
}

function row(identity: string, counts: Readonly<Record<number, number | string>>): string {
  return [identity, ...Array.from({ length: minutes }, (_, at) => counts[at] ?? 0)].join(',');
}
