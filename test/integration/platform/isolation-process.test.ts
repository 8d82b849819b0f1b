import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPlatform } from '../../../platform/start-platform.ts';
import { listControlGroups } from '../../support/control-groups.ts';
import { eventually } from '../../support/eventually.ts';
import { describeIsolation } from '../../support/isolation-suite.ts';
import { createFunction, createLambdaClient, invoke } from '../../support/lambda-client.ts';
import { namespacesAreMissing } from '../../support/namespaces.ts';
import { listInstances } from '../../support/platform-pages.ts';
import { createPlatformPlace, type PlatformPlace } from '../../support/platform-process.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';

describeWhereThere(namespacesAreMissing, 'processes in namespaces', () => {
  describeIsolation('process', {
    options: {},
    madeOf: /^namespaces .*seccomp/,
    isLimitedByKernel: true,
  });

  it.each([
    ['nodejs22.x', { 'index.cjs': "exports.handler = async () => process.env.WHO + ' ' + __dirname" }],
    [
      'python3.12',
      {
        'index.py':
          'import os\ndef handler(e, c):\n    return os.environ["WHO"] + " " + os.path.dirname(__file__)',
      },
    ],
  ] as const)('of %s are given their function when they run already', async (Runtime, files) => {
    const platform = await startPlatform({ prewarm: { nodejs: 1, python: 1 } });
    const client = createLambdaClient(platform.endpoint);
    let count = 0;
    const useAnother = async (): Promise<unknown> => {
      const who = `function-${count++}`;
      await createFunction(client, who, { Runtime, files, Environment: { Variables: { WHO: who } } });
      expect((await invoke(client, who)).payload).toBe(`${who} /var/task`);
      return (await listInstances(platform.endpoint, who))[0]?.origin;
    };
    // Those that are to be ready begin with the platform, and take their time.
    expect(await eventually(useAnother, (origin) => origin === 'prewarmed')).toBe('prewarmed');
    client.destroy();
    await platform.close();
  });

  it('of Python are forks, unless the function sets what only a new interpreter reads', async () => {
    const platform = await startPlatform();
    const client = createLambdaClient(platform.endpoint);
    const files = { 'index.py': 'import sys\ndef handler(e, c):\n    return sys.flags.optimize' };
    const Runtime = 'python3.12';
    await createFunction(client, 'forked', { Runtime, files });
    await createFunction(client, 'own', {
      Runtime,
      files,
      Environment: { Variables: { PYTHONOPTIMIZE: '1' } },
    });
    expect((await invoke(client, 'forked')).payload).toBe(0);
    expect((await invoke(client, 'own')).payload).toBe(1);
    expect(await listInstances(platform.endpoint, 'forked')).toMatchObject([{ origin: 'forked' }]);
    expect(await listInstances(platform.endpoint, 'own')).toMatchObject([{ origin: 'new' }]);
    client.destroy();
    await platform.close();
  });

  it('outlive what runs in them, and are kept by next to nothing', async () => {
    const platform = await startPlatform();
    const client = createLambdaClient(platform.endpoint);
    const source = `
      const { spawnSync } = require('node:child_process');
      exports.handler = async () => {
        spawnSync('/bin/sh', ['-c', 'for i in 1 2 3 4 5; do (true &) done']);
        const pids = require('node:fs').readdirSync('/proc').filter((name) => /^\\d+$/.test(name));
        return pids.map(Number).includes(1);
      };`;
    await createFunction(client, 'f', { source });
    for (let count = 0; count < 3; count++) expect((await invoke(client, 'f')).payload).toBe(true);
    expect(await listInstances(platform.endpoint, 'f')).toMatchObject([{ invocations: 3 }]);
    const keepers = listFamily(process.pid).filter(isFirstOfNamespace);
    expect(keepers.length).toBeGreaterThan(0);
    for (const keeper of keepers) expect(readPrivateKib(keeper)).toBeLessThan(1024);
    client.destroy();
    await platform.close();
  });

  it('reach the network of this machine only when they are tagged so', async () => {
    const platform = await startPlatform();
    const client = createLambdaClient(platform.endpoint);
    const source = `exports.handler = async (url) => await fetch(url).then(() => 'reached', () => 'refused')`;
    await createFunction(client, 'alone', { source });
    await createFunction(client, 'open', { source, Tags: { 'faasmark:network': 'host' } });
    const url = `${platform.endpoint}/admin/health`;
    expect((await invoke(client, 'alone', url)).payload).toBe('refused');
    expect((await invoke(client, 'open', url)).payload).toBe('reached');
    client.destroy();
    await platform.close();
  });

  describe('of a platform that is killed with -9', () => {
    let place: PlatformPlace;
    beforeAll(async () => {
      place = await createPlatformPlace();
    });
    afterAll(() => place.remove());

    it('whose server is killed are made by the next one, and leave no control group', async () => {
      const { child, endpoint, ended } = await place.start();
      const client = createLambdaClient(endpoint);
      await createFunction(client, 'f');
      expect((await invoke(client, 'f', { round: 1 })).payload).toEqual({ round: 1 });
      // The eldest of the family after the platform itself.
      process.kill(listFamily(child.pid ?? 0)[1] ?? 0, 'SIGKILL');
      await eventually(
        () => listInstances(endpoint, 'f'),
        (instances) => instances.every(({ removedAtEpochMs }) => removedAtEpochMs !== null),
      );
      expect((await invoke(client, 'f', { round: 2 })).payload).toEqual({ round: 2 });
      client.destroy();
      child.kill('SIGTERM');
      await ended;
      expect(listControlGroups(`faasmark-${child.pid}-`)).toEqual([]);
    });

    it('end with it, and the next platform removes the rest', async () => {
      const platform = await place.start();
      const client = createLambdaClient(platform.endpoint);
      await createFunction(client, 'f');
      await invoke(client, 'f');
      client.destroy();
      const family = listFamily(platform.child.pid ?? 0);
      expect(family.length).toBeGreaterThan(2);
      platform.child.kill('SIGKILL');
      await platform.ended;
      expect(
        await eventually(
          () => Promise.resolve(family.filter(isRunning)),
          (left) => left.length === 0,
        ),
      ).toEqual([]);

      const next = await place.start();
      next.child.kill('SIGTERM');
      await next.ended;
      expect(await place.leftovers()).toEqual([]);
      expect(readFileSync('/proc/mounts', 'utf8')).not.toContain('faasmark-place');
    });
  });
});

describe('processes without namespaces', () => {
  it('say so', async () => {
    const platform = await startPlatform({ hardened: false });
    const client = createLambdaClient(platform.endpoint);
    await createFunction(client, 'f');
    await invoke(client, 'f');
    expect(await listInstances(platform.endpoint, 'f')).toMatchObject([
      { origin: 'new', madeOf: 'a process group of its own, nothing else: it is to be so' },
    ]);
    client.destroy();
    await platform.close();
  });
});

/** A process with all that it started. */
function listFamily(pid: number): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const childrenOf = (parent: number): number[] =>
    pairs.filter(([, ppid]) => ppid === parent).flatMap(([child = 0]) => [child, ...childrenOf(child)]);
  return [pid, ...childrenOf(pid)];
}

function isRunning(pid: number): boolean {
  return readdirSync('/proc').includes(String(pid));
}

/** Whether a process is the first of a pid namespace of its own. */
function isFirstOfNamespace(pid: number): boolean {
  return isRunning(pid) && /^NSpid:.*\s1$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

function readPrivateKib(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return [...text.matchAll(/^Private_\w+:\s+(\d+) kB$/gm)].reduce((sum, [, kib]) => sum + Number(kib), 0);
}
