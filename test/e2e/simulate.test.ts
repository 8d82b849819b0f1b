import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Workplace, createWorkplace } from '../support/cli.ts';

let place: Workplace;
beforeAll(async () => {
  place = await createWorkplace();
});
afterAll(() => place.remove());

const minute = ['--arrivals', '{ kind: poisson, rate: 10/s, duration: 1m }', '--replications', '3'];

describe('faasmark simulate', () => {
  it('says on one screen what the platform would do', async () => {
    const { code, stdout } = await place.run([
      'simulate',
      ...minute,
      '--profile',
      'openwhisk',
      '--nodes',
      '1x256',
    ]);
    expect(code).toBe(0);
    for (const line of [
      /^OPENWHISK +MEAN +95 % INTERVAL$/m,
      /^invocations +\d+ +\d+ to \d+$/m,
      /^cold-start probability +[\d.]+ % +[\d.]+ % to [\d.]+ %$/m,
      /^instances, most +2 +2 to 2$/m,
      /^response time p99 +[\d.]+ m?s/m,
      /^billed, GB-s +[\d.]+/m,
      /^cost of a million +\$[\d.]+ +\$[\d.]+ to \$[\d.]+$/m,
      /^runs: 3 of 60\.0 s each, seed 1$/m,
    ]) {
      expect(stdout).toMatch(line);
    }
    expect(stdout.split('\n').length).toBeLessThan(26);
  });

  it('gives the same for the same seed, and another for another', async () => {
    const [first, second, other] = await Promise.all(
      ['7', '7', '8'].map((seed) => place.run(['simulate', ...minute, '--json', '--seed', seed])),
    );
    expect(first?.stdout).toBe(second?.stdout);
    expect(first?.stdout).not.toBe(other?.stdout);
    const { figures } = JSON.parse(first?.stdout ?? '');
    expect(figures.coldShare).toEqual({
      mean: expect.any(Number),
      low: expect.any(Number),
      high: expect.any(Number),
    });
  });

  it.each([
    [
      ['--set', 'idleLifetimeMs=60,routing=zigzag', '--profile', 'knative-kpa'],
      /USAGE --set idleLifetimeMs: .*knative-kpa has no such option.*\n--set routing: expected one of newest/,
    ],
    [['--memory', '1.5'], /USAGE --memory: expected a whole number .* got 1\.5/],
    [['--seed', 'x'], /USAGE --seed: expected a whole number .* got NaN/],
    [['--service', '1s', '--service', '5'], /USAGE --service: expected a duration or a law.* got "5"/],
    [
      ['--arrivals', '{ kind: poisson, rate: 5 }'],
      /USAGE --arrivals: arrivals\.rate: expected a rate.* got 5/,
    ],
    [['--functions', 'nowhere.yaml'], /USAGE --functions: nowhere\.yaml: ENOENT/],
    [['--trace', 'nowhere.csv'], /TRACE_UNREADABLE .*nowhere\.csv/],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await place.run(['simulate', ...args]);
    expect(stderr).toMatch(message);
    expect(code).toBe(104);
  });
});

describe('faasmark compare-policies', () => {
  it('prints a line for each profile and draws a panel of each', async () => {
    const args = ['--profiles', 'lambda,workers', '--picture', 'policies.svg'];
    const { code, stdout } = await place.run(['compare-policies', ...minute, ...args]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^PROFILE +COLD +INSTANCES +MOST +P50 +P99 +REFUSED +UTILISATION +COST\/M +BY THE METER$/m,
    );
    expect(stdout).toMatch(/^lambda .*\nworkers /m);
    const svg = await readFile(join(place.folder, 'policies.svg'), 'utf8');
    expect(svg.match(/<g class="panel"/g)).toHaveLength(2);
  });

  it('runs every profile, as JSON too', async () => {
    const { stdout } = await place.run(['compare-policies', ...minute, '--json']);
    const { profiles } = JSON.parse(stdout);
    expect(profiles).toHaveLength(13);
    for (const { figures } of profiles) expect(figures.costPerMillionUsd.mean).toBeGreaterThan(0);
  });

  it('names a picture that cannot be written, and a profile that is none', async () => {
    const unwritable = await place.run(['compare-policies', ...minute, '--picture', 'nowhere/p.svg']);
    expect(unwritable.stderr).toMatch(/DIRECTORY_UNWRITABLE --picture: nowhere\/p\.svg: /);
    expect(unwritable.code).toBe(106);
    const unknown = await place.run(['compare-policies', '--profiles', 'lamda']);
    expect(unknown.stderr).toMatch(/USAGE --profiles: expected some of lambda, .* got "lamda"/);
  });
});
