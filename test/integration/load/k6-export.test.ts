import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import {
  type AnsweringServer,
  createProbedAnswers,
  startAnsweringServer,
} from '../../support/answering-server.ts';
import { checkK6Scripts } from '../../support/check-k6-script.ts';
import { type Workplace, createWorkplace } from '../../support/cli.ts';
import { k6IsMissing, k6Program } from '../../support/k6.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';

let place: Workplace;
let server: AnsweringServer;
beforeEach(async () => {
  place = await createWorkplace();
  server = await startAnsweringServer(createProbedAnswers());
});
afterEach(async () => {
  server.close();
  await place.remove();
});

/** A scenario for functions that are deployed already. */
function toScenario(url: string): string {
  return `
name: Check_Out
provider: { id: http }
functions:
  api: { url: '${url}', event: { text: "\`it's\`" }, expect: { total: 3 } }
experiments:
  - kind: load
    functions: [api]
    warmUp: 0s
    arrivals: { kind: constant, rate: 20/s, duration: 1500ms }
`;
}

/** A scenario for the built-in platform. */
const undeployed = `
name: shop
functions:
  one-more: { use: noop }
  one_more: { use: noop }
experiments:
  - { kind: scale-out, function: one-more, instances: 2 }
  - kind: load
    functions: [one-more, one_more]
    warmUp: 5s
    arrivals: { kind: poisson, rate: 20/s, duration: 20s }
`;

describe('faasmark export k6', () => {
  it('prints a script that compiles, and says what has to be set and what is left out', async () => {
    await place.write('shop.yaml', undeployed);
    const { code, stdout, stderr } = await place.run(['export', 'k6', 'shop.yaml']);
    expect(code).toBe(0);
    expect(checkK6Scripts({ shop: stdout })).toBe('');
    expect(stdout).toContain('// poisson 20/s for 20 s');
    // One after the other, the second when the last answer of the first is due.
    expect(stdout.match(/"startTime": .*/g)).toEqual(['"startTime": "30s",']);
    expect(stdout).not.toContain('warm-up');
    expect(stderr).toContain('FAASMARK_URL_ONE_MORE, FAASMARK_URL_ONE_MORE_1');
    expect(stderr).toContain('Left out, because k6 cannot discard instances: scale-out');
  });

  it('writes what a cluster needs', async () => {
    await place.write('shop.yaml', undeployed);
    const args = [
      'export',
      'k6',
      'shop.yaml',
      '--kubernetes',
      '--parallelism',
      '3',
      '--out',
      'shop.k8s.yaml',
    ];
    const { code, stdout } = await place.run(args);
    expect([code, stdout]).toEqual([0, '']);
    const text = await readFile(join(place.folder, 'shop.k8s.yaml'), 'utf8');
    const [, testRun] = parseAllDocuments(text).map((document) => document.toJS() as unknown);
    expect(testRun).toMatchObject({
      metadata: { name: 'faasmark-shop' },
      spec: {
        parallelism: 3,
        runner: { env: [{ name: 'FAASMARK_URL_ONE_MORE' }, { name: 'FAASMARK_URL_ONE_MORE_1' }] },
      },
    });
  });

  it.each([
    [['--parallelism', '0'], '--parallelism: expected a whole number from 1 up, got 0'],
    [['--out', 'no/such/folder/x.ts'], 'cannot write no/such/folder/x.ts'],
  ])('refuses %j', async (flags, message) => {
    await place.write('shop.yaml', undeployed);
    const { code, stderr } = await place.run(['export', 'k6', 'shop.yaml', ...flags]);
    expect([104, 106]).toContain(code);
    expect(stderr).toContain(message);
  });

  it('refuses a scenario without load over time', async () => {
    const [head = ''] = undeployed.split('  - kind: load');
    await place.write('burst.yaml', head);
    const { code, stderr } = await place.run(['export', 'k6', 'burst.yaml']);
    expect(code).toBe(104);
    expect(stderr).toContain('burst.yaml has no load over time that could be exported');
  });
});

describeWhereThere(k6IsMissing, 'an exported script in k6', () => {
  async function runK6(script: string, environment: Record<string, string> = {}) {
    const args = [
      'run',
      '--quiet',
      '--no-usage-report',
      '--address',
      '',
      '--summary-export',
      'summary.json',
      script,
    ];
    const child = spawn(k6Program, args, {
      cwd: place.folder,
      env: { HOME: place.folder, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    const summary = code === 0 ? await readFile(join(place.folder, 'summary.json'), 'utf8') : '{}';
    return { code, stderr, metrics: (JSON.parse(summary) as { metrics?: unknown }).metrics };
  }

  it('sends the load of the scenario, and makes metrics of the probe and of the output check', async () => {
    const { origin, path } = server.target;
    await place.write('shop.yaml', toScenario(`${origin}${path}`));
    await place.run(['export', 'k6', 'shop.yaml', '--out', 'shop.ts']);
    const { code, metrics } = await runK6('shop.ts');
    expect(code).toBe(0);
    expect(server.received).toHaveLength(30);
    expect(server.received[0]).toEqual({ method: 'POST', path, body: JSON.stringify({ text: "`it's`" }) });
    expect(metrics).toMatchObject({
      http_reqs: { count: 30 },
      faas_cold_starts: { passes: 10, fails: 20 },
      faas_init_duration: { max: 80.5 },
      faas_handler_duration: { min: 1.25 },
      faas_incorrect: { passes: 0, fails: 30 },
    });
  });

  it('takes the URL of a function from the environment, and asks for it', async () => {
    await place.write('shop.yaml', undeployed.replace('20s', '1s').replace(', one_more]', ']'));
    await place.run(['export', 'k6', 'shop.yaml', '--out', 'shop.ts']);
    const without = await runK6('shop.ts');
    expect(without.code).not.toBe(0);
    expect(without.stderr).toContain('set FAASMARK_URL_ONE_MORE to the URL of the function');
    const { origin } = server.target;
    expect((await runK6('shop.ts', { FAASMARK_URL_ONE_MORE: `${origin}/there` })).code).toBe(0);
    expect(server.received[0]?.path).toBe('/there');
  });
});
