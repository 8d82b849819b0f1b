/** What a level of isolation has to keep from a function, asked of the function itself; for every level the same. */
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
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
  /** Whose the first process inside is. Default: the platform's. */
  readonly firstProcess?: 'platform' | 'function';
}

/** Evaluates what an event says: a function that tries out whatever it likes. */
const spy = `
  const fs = require('node:fs');
  const attempt = (action) => { try { return action(); } catch (error) { return error.code; } };
  exports.handler = async ({ code }) => await eval('(async () => {' + code + '})()');`;

const secret = 'only-the-victim-knows';

export function describeIsolation(
  level: string,
  { options, madeOf, isLimitedByKernel, processLimit, firstProcess }: IsolationExpectations,
): void {
  describe(`a function at the level ${level}`, () => {
    let platform: Platform;
    let client: LambdaClient;
    beforeAll(async () => {
      process.env['FAASMARK_TEST_SECRET'] = secret;
      platform = await startPlatform(options);
      client = createLambdaClient(platform.endpoint);
      await createFunction(client, 'spy', { source: spy, MemorySize: 192 });
      await createFunction(client, 'victim', { source: spy, Environment: { Variables: { SECRET: secret } } });
      await invoke(client, 'victim', { code: "fs.writeFileSync('/tmp/secret', process.env.SECRET)" });
    });
    afterAll(async () => {
      delete process.env['FAASMARK_TEST_SECRET'];
      client.destroy();
      await platform.close();
    });
    const ask = async (code: string): Promise<unknown> => (await invoke(client, 'spy', { code })).payload;

    it('says what holds it apart', async () => {
      await ask('return 1');
      expect(await listInstances(platform.endpoint, 'spy')).toEqual([
        expect.objectContaining({ madeOf: expect.stringMatching(madeOf) }),
      ]);
    });

    it('sees no process but its own, and so no environment or memory of another', async () => {
      const seen = await ask(`
        const pids = fs.readdirSync('/proc').filter((name) => /^\\d+$/.test(name) && name !== String(process.pid));
        return pids.map((pid) => attempt(() => fs.readFileSync('/proc/' + pid + '/environ', 'utf8'))).join();`);
      expect(seen).not.toContain(secret);
      if (firstProcess === 'function') return;
      expect(await ask("return attempt(() => fs.openSync('/proc/1/mem', 'r+'))")).toMatch(/^E(ACCES|PERM)$/);
    });

    it('reaches no process by a signal but its own', async () => {
      const reached = await ask(`
        const reached = [];
        for (let pid = 1; pid < 40000; pid++) if (attempt(() => process.kill(pid, 0)) === true) reached.push(pid);
        return reached.filter((pid) => pid > 1 && !fs.existsSync('/proc/' + process.pid + '/task/' + pid));`);
      expect(reached).toEqual([]);
    });

    it('gets nothing of the environment of the platform', async () => {
      expect(await ask('return JSON.stringify(process.env)')).not.toContain(secret);
    });

    it('finds neither the code nor the files of another, nor those of the platform', async () => {
      expect(await ask("return fs.readdirSync('/tmp')")).toEqual([]);
      expect(await ask("return fs.readdirSync('/var/task')")).toEqual(['index.cjs']);
      const path = JSON.stringify(process.cwd());
      expect(await ask(`return attempt(() => fs.readdirSync(${path}))`)).toBe('ENOENT');
    });

    it('can write to nothing but its own temporary files', async () => {
      const write = (path: string): string =>
        `return attempt(() => fs.writeFileSync('${path}', 'x')) ?? 'written'`;
      expect(await ask(write('/var/task/x'))).toBe('EROFS');
      expect(await ask(write('/usr/x'))).toMatch(/^E(ROFS|ACCES)$/);
      expect(await ask(write('/tmp/x'))).toBe('written');
      const size = "const { blocks, bsize } = fs.statfsSync('/tmp'); return blocks * bsize / 2 ** 20";
      expect(await ask(size)).toBe(512);
    });

    it('reaches neither the platform nor the Runtime API of another', async () => {
      const url = JSON.stringify(`${platform.endpoint}/admin/health`);
      expect(await ask(`return await fetch(${url}).then(() => 'reached', () => 'refused')`)).toBe('refused');
    });

    it('is ended when it takes more memory than its limit, and Lambda says so', async () => {
      const code = 'const all = []; for (;;) all.push(Buffer.alloc(2 ** 24, 1))';
      const { Payload, LogResult, FunctionError } = await client.send(
        new InvokeCommand({ FunctionName: 'spy', Payload: JSON.stringify({ code }), LogType: 'Tail' }),
      );
      expect(FunctionError).toBe('Unhandled');
      expect(Payload?.transformToString()).toContain('Runtime exited with error: signal: killed');
      const log = Buffer.from(LogResult ?? '', 'base64').toString();
      expect(log).toContain('Max Memory Used: 192 MB');
    });

    if (isLimitedByKernel) {
      it('has no rights, no way to more, and few processes and files', async () => {
        const status = await ask("return fs.readFileSync('/proc/self/status', 'utf8')");
        expect(status).toMatch(/^CapEff:\s0+$/m);
        expect(status).toMatch(/^CapBnd:\s0+$/m);
        expect(status).toMatch(/^NoNewPrivs:\s1$/m);
        expect(status).toMatch(/^Seccomp:\s2$/m);
        const limits = await ask("return fs.readFileSync('/proc/self/limits', 'utf8')");
        if (processLimit !== 'controlGroup') expect(limits).toMatch(/^Max processes\s+1024\s+1024/m);
        expect(limits).toMatch(/^Max open files\s+1024\s+1024/m);
        const unshare =
          "return require('node:child_process').spawnSync('unshare', ['-r', 'true']).status !== 0";
        expect(await ask(unshare)).toBe(true);
      });
    }
  });
}
