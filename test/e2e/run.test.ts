import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunSummary } from '../../harness/contract/summary.ts';
import { type CliResult, type Workplace, createWorkplace } from '../support/cli.ts';
import { eventually } from '../support/eventually.ts';

const scenario = `name: tiny
seed: 7
functions:
  hello: { use: noop }
  hello-python: { use: noop, runtime: python, optional: true }
  hold: { use: sleep, event: { sleepMs: 300 } }
experiments:
  - { kind: cold-start, functions: [hello], samples: 6 }
  - { kind: scale-out, function: hold, instances: 4 }
  - { kind: load, functions: [hello], arrivals: { kind: poisson, rate: 50/s, duration: 2s }, warmUp: 1s }
`;

let place: Workplace;
beforeAll(async () => {
  place = await createWorkplace();
  await place.write('tiny.yaml', scenario);
});
afterAll(() => place.remove());

const runsOf = async (): Promise<string[]> =>
  (await readdir(join(place.folder, 'faasmark-runs')).catch(() => [])).map((run) =>
    join('faasmark-runs', run),
  );

describe('a whole run', () => {
  let result: CliResult;
  let run: string;
  let summary: RunSummary;
  let states: string[];
  beforeAll(async () => {
    const running = place.start(['run', 'tiny.yaml', '--live']);
    const [address = ''] = /http:\S+\/\n/.exec(await running.shows('Live page: ')) ?? [];
    states = await readStates(`${address.trim()}events`);
    result = await running.ended;
    run = (await runsOf()).at(-1) ?? '';
    summary = JSON.parse(await readFile(join(place.folder, run, 'summary.json'), 'utf8')) as RunSummary;
  }, 60_000);

  it('ends with exit code 0 and says where its report is', () => {
    expect(result.stderr).not.toContain('✗');
    expect(result.code).toBe(0);
    expect(result.stdout).toContain(`Report: ${join(run, 'report.html')}`);
  });

  it('leaves a run directory with everything in it', async () => {
    expect(await readdir(join(place.folder, run))).toEqual(
      expect.arrayContaining([
        'manifest.json',
        'summary.json',
        'report.html',
        'invocations.jsonl',
        'end.json',
      ]),
    );
  });

  it('is followed by its live page to the end', () => {
    expect(states[0]).toBe('running');
    expect(states.at(-1)).toBe('completed');
  });

  it('leaves no process and no temporary file', async () => {
    expect(await eventually(place.leftovers, (left) => left.length === 0)).toEqual([]);
  });

  it('labels every forced cold start cold, with its initialisation', () => {
    const cold = summary.starts.find(({ function: name, start }) => name === 'hello' && start === 'cold');
    expect(cold?.responseTimeMs.n).toBe(6);
    expect(cold?.initDurationMs?.n).toBe(6);
    expect(cold?.initDurationMs?.p50?.value).toBeLessThan(cold?.responseTimeMs.p50?.value ?? 0);
  });

  it('sees as many instances as invocations in the burst', () => {
    expect(summary.scaleOuts).toEqual([
      expect.objectContaining({ function: 'hold', invocations: 4, instances: 4 }),
    ]);
    expect(summary.scaleOuts[0]?.timeToAllMs).toBeGreaterThan(0);
  });

  it('answers the load, mostly warm, and knows the utilisation', () => {
    const load = summary.loads.find((one) => one.function === 'hello');
    expect(load?.outcomes.ok).toBe(load?.responseTimeMs.n);
    expect(load?.startKinds.warm).toBeGreaterThan(0);
    expect(load?.utilisation).toBeGreaterThan(0);
  });

  it('prices the run', () => {
    expect(summary.cost?.totalUsd).toBeGreaterThan(0);
    expect(summary.cost?.alwaysOn.length).toBeGreaterThan(0);
  });

  it('is reported again to the same summary', async () => {
    const again = await place.run(['report', run, '--json']);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toEqual(summary);
  });
});

describe('a run that is ended in the middle', () => {
  it.each([
    ['while it connects', 'Connect to'],
    ['while it deploys', 'Deploy'],
    ['while it forces cold starts', 'forced cold starts'],
    ['in the burst', 'invocations of hold at once'],
    ['under load', 'load on hello'],
  ])(
    'by Ctrl-C %s leaves nothing behind and says so',
    async (_, stage) => {
      const before = await runsOf();
      const cli = place.start(['run', 'tiny.yaml']);
      await cli.shows(stage);
      cli.child.kill('SIGINT');
      const { code, stderr } = await cli.ended;
      expect(stderr).toContain('ended by Ctrl-C');
      expect(code).toBe(105);
      expect(await eventually(place.leftovers, (left) => left.length === 0)).toEqual([]);

      const [run] = (await runsOf()).filter((name) => !before.includes(name));
      if (run === undefined) return;
      const report = await place.run(['report', run, '--json']);
      expect(report.code).toBe(0);
      expect(JSON.parse(report.stdout)).toMatchObject({ outcome: 'aborted', reason: 'ended by Ctrl-C' });
    },
    60_000,
  );

  it('by kill -9 leaves no process, and what was measured can be reported', async () => {
    const before = await runsOf();
    const cli = place.start(['run', 'tiny.yaml']);
    await cli.shows('load on hello');
    const [run = ''] = (await runsOf()).filter((name) => !before.includes(name));
    const count = async (): Promise<number> =>
      (await readFile(join(place.folder, run, 'invocations.jsonl'), 'utf8')).split('\n').length;
    await eventually(count, (lines) => lines > 30);
    cli.child.kill('SIGKILL');
    await cli.ended;
    expect(await eventually(place.leftovers, (left) => left.length === 0)).toEqual([]);

    const report = await place.run(['report', run]);
    expect(report.code).toBe(0);
    expect(report.stdout).toContain('ended without');
  }, 60_000);
});

/** The state of the run in each view that the live page is sent. */
async function readStates(url: string): Promise<string[]> {
  const response = await fetch(url);
  const text = await response.text();
  return text
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => (JSON.parse(line.slice(6)) as { readonly state: string }).state);
}
