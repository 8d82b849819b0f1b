/** What a level of isolation has to keep from a function, asked of the function itself; for every level the same. */
import { type LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Platform, type PlatformOptions, startPlatform } from '../../platform/start-platform.ts';
import { createFunction, createLambdaClient, invoke } from './lambda-client.ts';
import { listInstances } from './platform-pages.ts';

export interface IsolationExpectations {
  readonly options: PlatformOptions;
  /** In the instance record. */
  readonly madeOf: RegExp;
  /** Whether the sandboxes share a kernel with the platform, which then says how it limits them. */
  readonly isLimitedByKernel: boolean;
  /** What limits the number of processes: only an `rlimit` can be read inside. Default: `rlimit`. */
  readonly processLimit?: 'rlimit' | 'controlGroup';
  /** What inside is the function's own, and so may be reached: its processes, the first one as well, or all of it. */
  readonly owns?: 'processes' | 'firstProcess' | 'machine';
  /** Whether `/tmp` has the size that the function asks for, and memory is counted. Default: it is so. */
  readonly isCounted?: boolean;
  /** What a start may take, in ms. Default: 5 s. */
  readonly patienceMs?: number;
}

/** What the function tries out, by the name that it is asked by; `about` is the event's. Some levels evaluate no text. */
const attempts = {
  nothing: 'return 1',
  keepSecret: "fs.writeFileSync('/tmp/secret', process.env.SECRET)",
  readEnvironments: `
    const pids = (list('/proc') ?? []).filter((name) => /^\\d+$/.test(name) && name !== String(process.pid));
    return pids.map((pid) => attempt(() => fs.readFileSync('/proc/' + pid + '/environ', 'utf8'))).join();`,
  openMemory: "return attempt(() => fs.openSync('/proc/1/mem', 'r+'))",
  signal: `
    const reached = [];
    for (let pid = 1; pid < 40000; pid++) if (attempt(() => process.kill(pid, 0)) === true) reached.push(pid);
    return reached.filter((pid) => pid > 1 && !fs.existsSync('/proc/' + process.pid + '/task/' + pid));`,
  environment: 'return JSON.stringify(process.env)',
  list: 'return attempt(() => fs.readdirSync(about))',
  listOwnCode: 'return fs.readdirSync(__dirname)',
  write: "return attempt(() => { fs.writeFileSync(about, 'x'); return 'written' })",
  writeOwnCode: "return attempt(() => { fs.writeFileSync(__dirname + '/x', 'x'); return 'written' })",
  storageMiB: "const { blocks, bsize } = fs.statfsSync('/tmp'); return blocks * bsize / 2 ** 20",
  fetch: "return await fetch(about).then(() => 'reached', () => 'refused')",
  allocate: 'const all = []; for (;;) all.push(new Uint8Array(2 ** 22).fill(1))',
  spin: 'for (;;);',
  readFile: "return fs.readFileSync(about, 'utf8')",
  unshare: "return require('node:child_process').spawnSync('unshare', ['-r', 'true']).status !== 0",
} as const;

const spy = `
  const fs = require('node:fs');
  const attempt = (action) => { try { return action(); } catch (error) { return error.code ?? error.message; } };
  const list = (path) => { try { return fs.readdirSync(path); } catch { return undefined; } };
  const attempts = {
    ${Object.entries(attempts)
      .map(([name, body]) => `async ${name}(about) { ${body} }`)
      .join(',\n')}
  };
  exports.handler = ({ name, about }) => attempts[name](about);`;

const secret = 'only-the-victim-knows';

export function describeIsolation(level: string, expectations: IsolationExpectations): void {
  const { options, madeOf, isLimitedByKernel, processLimit, owns = 'processes' } = expectations;
  const { isCounted = true, patienceMs = 5000 } = expectations;
  const Timeout = Math.ceil(patienceMs / 1000) + 15;

  describe(`a function at the level ${level}`, () => {
    let platform: Platform;
    let client: LambdaClient;
    beforeAll(async () => {
      process.env['FAASMARK_TEST_SECRET'] = secret;
      platform = await startPlatform(options);
      client = createLambdaClient(platform.endpoint);
      await createFunction(client, 'spy', { source: spy, MemorySize: 192, Timeout });
      const Environment = { Variables: { SECRET: secret } };
      await createFunction(client, 'victim', { source: spy, MemorySize: 192, Timeout, Environment });
      await Promise.all([invoke(client, 'victim', { name: 'keepSecret' }), ask('nothing')]);
    }, 3 * patienceMs);
    afterAll(async () => {
      delete process.env['FAASMARK_TEST_SECRET'];
      client.destroy();
      await platform.close();
    });
    const ask = async (name: keyof typeof attempts, about?: string): Promise<unknown> =>
      (await invoke(client, 'spy', { name, about })).payload;

    it('says what holds it apart', async () => {
      expect(await listInstances(platform.endpoint, 'spy')).toEqual([
        expect.objectContaining({ madeOf: expect.stringMatching(madeOf) }),
      ]);
    });

    it('sees no process but its own, and so no environment or memory of another', async () => {
      expect(await ask('readEnvironments')).not.toContain(secret);
      if (owns === 'processes') expect(await ask('openMemory')).toMatch(/^E(ACCES|PERM|NOENT)$/);
    });

    it('reaches no process by a signal but its own', async () => {
      if (owns !== 'machine') expect(await ask('signal')).toEqual([]);
    });

    it('gets nothing of the environment of the platform', async () => {
      expect(await ask('environment')).not.toContain(secret);
    });

    it('finds neither the code nor the files of another, nor those of the platform', async () => {
      expect(await ask('list', '/tmp')).toEqual([]);
      expect(await ask('listOwnCode')).toEqual(['index.cjs']);
      expect(await ask('list', process.cwd())).toBe('ENOENT');
    });

    it('can write to nothing but its own temporary files', async () => {
      const refused = /^E[A-Z]+$|not permitted|read-only/;
      if (owns !== 'machine') {
        expect(await ask('writeOwnCode')).toMatch(refused);
        expect(await ask('write', '/usr/x')).toMatch(refused);
      }
      expect(await ask('write', '/tmp/x')).toBe('written');
      if (isCounted) expect(await ask('storageMiB')).toBe(512);
    });

    it('reaches neither the platform nor the Runtime API of another', async () => {
      expect(await ask('fetch', `${platform.endpoint}/admin/health`)).toBe('refused');
    });

    it('leaves another function as it was', async () => {
      expect((await invoke(client, 'victim', { name: 'environment' })).payload).toContain(secret);
      expect(await listInstances(platform.endpoint, 'victim')).toHaveLength(1);
    });

    if (isLimitedByKernel) {
      it('has no rights, no way to more, and few processes and files', async () => {
        const status = await ask('readFile', '/proc/self/status');
        expect(status).toMatch(/^CapEff:\s+0+$/m);
        expect(status).toMatch(/^CapBnd:\s+0+$/m);
        expect(status).toMatch(/^NoNewPrivs:\s1$/m);
        expect(status).toMatch(/^Seccomp:\s2$/m);
        const limits = await ask('readFile', '/proc/self/limits');
        if (processLimit !== 'controlGroup') expect(limits).toMatch(/^Max processes\s+1024\s+1024/m);
        expect(limits).toMatch(/^Max open files\s+1024\s+1024/m);
        expect(await ask('unshare')).toBe(true);
      });
    }

    it(
      'is ended when it takes more memory than its limit, and Lambda says so',
      async () => {
        const answer = await invoke(client, 'spy', { name: 'allocate' }, { LogType: 'Tail' });
        expect(answer.functionError).toBe('Unhandled');
        expect(JSON.stringify(answer.payload)).toContain('Runtime exited with error: signal: killed');
        if (isCounted) expect(answer.log).toContain('Max Memory Used: 192 MB');
      },
      2 * patienceMs,
    );

    it(
      'is ended when it takes more time than its limit, and Lambda says so',
      async () => {
        await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'victim', Timeout: 1 }));
        const answer = await invoke(client, 'victim', { name: 'spin' }, { LogType: 'Tail' });
        expect(answer.functionError).toBe('Unhandled');
        expect(JSON.stringify(answer.payload)).toContain('Task timed out after 1.00 seconds');
        expect(answer.log).toContain('Status: timeout');
      },
      2 * patienceMs,
    );
  });
}
