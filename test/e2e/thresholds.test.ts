import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunSummary } from '../../harness/contract/summary.ts';
import { type CliResult, type Workplace, createWorkplace } from '../support/cli.ts';
import { eventually } from '../support/eventually.ts';

let place: Workplace;
beforeAll(async () => {
  place = await createWorkplace();
});
afterAll(() => place.remove());

/** A function that sleeps for 300 ms: a limit far above or far below holds or fails on a machine of any speed. */
function scenario(thresholds: readonly string[], duration = '1s'): string {
  return `name: demanding
functions: { hold: { use: sleep, event: { sleepMs: 300 } } }
experiments:
  - { kind: load, functions: [hold], arrivals: { kind: constant, rate: 20/s, duration: ${duration} }, warmUp: 1s }
thresholds: [${thresholds.join(', ')}]
`;
}

async function run(name: string, text: string): Promise<CliResult & { readonly directory: string }> {
  await place.write(`${name}.yaml`, text);
  const result = await place.run(['run', `${name}.yaml`, '--out', name]);
  const [directory = ''] = await readdir(join(place.folder, name)).catch(() => []);
  return { ...result, directory: join(name, directory) };
}

const readSummary = async (directory: string): Promise<RunSummary> =>
  JSON.parse(await readFile(join(place.folder, directory, 'summary.json'), 'utf8')) as RunSummary;

describe('a run whose thresholds hold', () => {
  it('ends with exit code 0, and shows them', async () => {
    const { directory, code, stdout, stderr } = await run(
      'kept',
      scenario(['outcome.failed.rate < 1%', 'responseTime.p50 < 9s']),
    );
    const summary = await readSummary(directory);
    // A machine that is too busy has not kept the schedule; then none may pass, and that is what it says.
    if (summary.generator.verdict === 'generator-limited') {
      expect(stderr).toContain('the run was generator-limited: none of 2 thresholds may pass');
      expect(code).toBe(99);
      return;
    }
    expect(stderr).not.toContain('✗');
    expect(code).toBe(0);
    expect(stdout).toContain('THRESHOLDS all 2 passed');
    expect(summary.thresholds.map((one) => one.verdict)).toEqual(['passed', 'passed']);
  }, 60_000);
});

describe('a run with a threshold that fails', () => {
  let result: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    result = await run('missed', scenario(['outcome.ok.count <= 0', 'outcome.ok.rate > 50%']));
  }, 60_000);

  it('completes, and ends with exit code 99 and the reason', async () => {
    expect(result.stderr).toMatch(/✗ THRESHOLDS_FAILED 1 of 2 thresholds failed: outcome\.ok\.count <= 0/);
    expect(result.code).toBe(99);
    expect(result.stdout).toMatch(/outcome\.ok\.count <= 0 +✗ failed/);
    expect(await readSummary(result.directory)).toMatchObject({
      outcome: 'completed',
      thresholds: [{ verdict: 'failed', phase: 'load/hold', reason: 'above the limit' }, {}],
    });
  });

  it('has it in its report', async () => {
    const html = await readFile(join(place.folder, result.directory, 'report.html'), 'utf8');
    expect(html).toContain('✗ failed');
    expect(html).toContain('outcome.ok.count');
  });

  it('ends the report of it with 99 as well', async () => {
    const again = await place.run(['report', result.directory, '--json']);
    expect(again.code).toBe(99);
    expect(again.stderr).toContain('THRESHOLDS_FAILED');
    expect(JSON.parse(again.stdout)).toEqual(await readSummary(result.directory));
  });
});

describe('a threshold with "abortOnFail"', () => {
  it('ends a load of a minute after seconds, with exit code 99, and leaves nothing behind', async () => {
    const threshold = '{ check: "responseTime.p50 < 100ms", abortOnFail: true, abortAfter: 2s }';
    const { directory, code, stderr } = await run('aborted', scenario([threshold], '60s'));
    expect(stderr).toMatch(
      /✗ THRESHOLDS_FAILED responseTime\.p50 < 100ms failed after \d+ s of load\/hold: [\d.]+ ms, \d+ % above/,
    );
    expect(code).toBe(99);
    expect(await eventually(place.leftovers, (left) => left.length === 0)).toEqual([]);

    const summary = await readSummary(directory);
    expect(summary.outcome).toBe('aborted');
    expect(summary.reason).toContain('responseTime.p50 < 100ms failed');
    expect(summary.loads[0]?.responseTimeMs.n).toBeLessThan(60 * 20);
  }, 60_000);
});

describe('a threshold that is wrong', () => {
  it('is refused before anything starts', async () => {
    const { code, stderr } = await run('wrong', scenario(['responseTime.p90 < 1s']));
    expect(stderr).toMatch(/wrong\.yaml:5:14 thresholds\[0\]: no metric "responseTime\.p90"/);
    expect(code).toBe(104);
  });
});
