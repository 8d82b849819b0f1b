import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Estimate, RunSummary } from '../../harness/contract/summary.ts';
import type { Phase } from '../../harness/contract/phase.ts';
import { type CliResult, type Workplace, createWorkplace } from '../support/cli.ts';

/** The delay is declared: that is what the experiment has to find. */
const delayMs = 400;
const scenario = `name: declared
provider:
  id: reference
  timeScale: 600
  faults: { functions: { slow: [{ kind: delay, stage: sandbox, ms: ${delayMs} }] } }
functions:
  plain: { use: noop }
  slow: { use: noop }
  hold: { use: sleep, event: { sleepMs: 50 } }
experiments:
  - { kind: cold-start, functions: [plain, slow], samples: 6 }
  - { kind: keep-alive, function: hold, pool: 2, shortest: 5m, longest: 20m, precision: 0.1 }
`;

let place: Workplace;
let result: CliResult;
let directory: string;
let summary: RunSummary;
beforeAll(async () => {
  place = await createWorkplace();
  await place.write('declared.yaml', scenario);
  result = await place.run(['run', 'declared.yaml', '--quiet']);
  const [run = ''] = await readdir(join(place.folder, 'faasmark-runs'));
  directory = join('faasmark-runs', run);
  summary = JSON.parse(await readFile(join(place.folder, directory, 'summary.json'), 'utf8')) as RunSummary;
}, 90_000);
afterAll(() => place.remove());

const findingOf = (experiment: string) => summary.findings.find((one) => one.experiment === experiment);

describe('experiments on a live platform', () => {
  it('recover a declared delay of the initialisation within 5 %', () => {
    expect(result.code).toBe(0);
    const parts = findingOf('cold-start')?.tables.find(({ title }) => title.startsWith('Where the time'));
    const at = parts?.columns.findIndex(({ label }) => label === 'sandbox') ?? -1;
    const medianOf = (fn: string): number =>
      (parts?.rows.find(([name]) => name === fn)?.[at] as Estimate | null | undefined)?.value ?? Number.NaN;
    const delay = medianOf('slow') - medianOf('plain');
    expect(Math.abs(delay / delayMs - 1)).toBeLessThan(0.05);
  });

  it('plan on from what they have measured, and write down what they plan', async () => {
    const read = async (file: string): Promise<string> =>
      await readFile(join(place.folder, directory, file), 'utf8');
    const { phases } = JSON.parse(await read('manifest.json')) as { phases: readonly Phase[] };
    const added = (await read('phases.jsonl'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Phase);
    const silences = (of: readonly Phase[]) => of.filter(({ before }) => before.kind === 'idle').length;
    expect(silences(phases)).toBe(1);
    expect(silences(added)).toBeGreaterThan(2);
    expect(findingOf('keep-alive')?.tables[0]?.rows).toHaveLength(1 + silences(added));
  });

  it('conclude the same from the run directory as when they ran', async () => {
    const { stdout } = await place.run(['report', directory, '--json']);
    expect((JSON.parse(stdout) as RunSummary).findings).toEqual(summary.findings);
  });
});
