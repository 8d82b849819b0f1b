import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../harness/contract/package-root.ts';
import type { RunSummary } from '../../harness/contract/summary.ts';
import { type Workplace, createWorkplace } from '../support/cli.ts';
import { eventually } from '../support/eventually.ts';

/** The stall itself: what it does to the schedule is what the tests are about, so it has to last. */
const stallMs = 1000;
const rate = 200;
const seconds = 4;

let place: Workplace;
let target: ChildProcess;
let origin: string;
beforeAll(async () => {
  place = await createWorkplace();
  const entry = join(packageRoot, 'dist/harness/cli/bare-target.js');
  target = spawn(process.execPath, [entry], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (target.stdout === null) throw new Error('no standard output');
  [origin] = (await once(createInterface({ input: target.stdout }), 'line')) as [string];
});
afterAll(async () => {
  target.stdin?.end();
  await place.remove();
});

async function runWithStall(stallOf: (cli: ChildProcess) => ChildProcess): Promise<RunSummary> {
  await place.write(
    'stall.yaml',
    `name: stall
provider: { id: http }
functions: { bare: { url: "${origin}/" } }
experiments:
  - { kind: load, functions: [bare], arrivals: { kind: constant, rate: ${rate}/s, duration: ${seconds}s }, warmUp: 0s }
`,
  );
  const runsBefore = await listRuns();
  const cli = place.start(['run', 'stall.yaml']);
  await cli.shows('load on bare');
  // Not before the load is under way: a stall ahead of it delays nothing.
  await eventually(
    () => countRecords(runsBefore),
    (count) => count > rate / 4,
  );
  const stalled = stallOf(cli.child);
  stalled.kill('SIGSTOP');
  setTimeout(() => stalled.kill('SIGCONT'), stallMs);
  const { code, stderr } = await cli.ended;
  expect(stderr).not.toContain('✗');
  expect(code).toBe(0);
  const [run = ''] = (await listRuns()).filter((one) => !runsBefore.includes(one));
  return JSON.parse(await readFile(join(run, 'summary.json'), 'utf8')) as RunSummary;
}

async function listRuns(): Promise<string[]> {
  const folder = join(place.folder, 'faasmark-runs');
  return (await readdir(folder).catch(() => [])).map((run) => join(folder, run));
}

async function countRecords(known: readonly string[]): Promise<number> {
  const [run = ''] = (await listRuns()).filter((one) => !known.includes(one));
  return (await readFile(join(run, 'invocations.jsonl'), 'utf8').catch(() => '')).split('\n').length;
}

describe('a stall in the middle of a load', () => {
  it('of the target is in the response times: those on schedule had to wait', async () => {
    const { loads, generator } = await runWithStall(() => target);
    expect(loads[0]?.outcomes).toMatchObject({ ok: rate * seconds, dropped: 0, failed: 0, timedOut: 0 });
    // A quarter of the schedule waited for up to the whole stall.
    expect(loads[0]?.responseTimeMs.p95?.value).toBeGreaterThan(0.6 * stallMs);
    expect(loads[0]?.responseTimeMs.max).toBeGreaterThan(0.9 * stallMs);
    expect(generator.sent).toBe(rate * seconds);
  }, 60_000);

  it('of the generator is its own lateness, said out loud, and nothing is left out', async () => {
    const { loads, generator } = await runWithStall((cli) => cli);
    expect(loads[0]?.outcomes).toMatchObject({ ok: rate * seconds, dropped: 0, failed: 0 });
    expect(generator.verdict).toBe('generator-limited');
    expect(generator.sendDelayMs.max).toBeGreaterThan(0.9 * stallMs);
    expect(loads[0]?.responseTimeMs.max).toBeGreaterThan(0.9 * stallMs);
  }, 60_000);
});
