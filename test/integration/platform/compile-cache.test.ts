import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { nodeBootstrapPath } from '../../../platform/package-files.ts';
import { startPlatform } from '../../../platform/start-platform.ts';
import { eventually } from '../../support/eventually.ts';
import { createFunction, createLambdaClient, invoke } from '../../support/lambda-client.ts';

describe('the compile cache of Node.js functions', () => {
  let folder: string;
  let cache: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'faasmark-test-'));
    cache = join(folder, 'compiled');
    writeFileSync(
      join(folder, 'index.cjs'),
      "exports.add = (a, b) => a + b; exports.path = require.resolve('./more.cjs'); require('./more.cjs');",
    );
    writeFileSync(join(folder, 'more.cjs'), 'exports.main = require.main === module;');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Loads the function in a new process, with the cache or to make it; tells of each script whether V8 refused its data. */
  function load(path: string | undefined): unknown {
    const program = `
      const vm = require('node:vm');
      const refusals = [];
      const { Script } = vm;
      vm.Script = class extends Script {
        constructor(...values) { super(...values); refusals.push(this.cachedDataRejected); }
      };
      const { useCompileCache, toCompileCache } = require('${dirname(nodeBootstrapPath)}/node-compile-cache.cjs');
      useCompileCache(${JSON.stringify(path)});
      const { add, path } = require('${folder}/index.cjs');
      const sum = add(1, 2);
      ${path === undefined ? `require('node:fs').writeFileSync('${cache}', toCompileCache());` : ''}
      console.log(JSON.stringify({ sum, path, refusals }));`;
    return JSON.parse(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' }));
  }

  it('is taken by V8', () => {
    const path = join(folder, 'more.cjs');
    expect(load(undefined)).toEqual({ sum: 3, path, refusals: [null, null] });
    expect(load(cache)).toEqual({ sum: 3, path, refusals: [false, false] });
  });

  it('does no harm when it is damaged', () => {
    const whole = readFileSync(cache);
    writeFileSync(
      cache,
      Buffer.concat([whole.subarray(0, whole.indexOf(10) + 1), Buffer.alloc(whole.length, 7)]),
    );
    expect(load(cache)).toMatchObject({ sum: 3, refusals: [true, true] });
    writeFileSync(cache, 'nonsense');
    expect(load(cache)).toMatchObject({ sum: 3, refusals: [null, null] });
  });

  it.each([{ hardened: true }, { hardened: false }, { prewarm: { nodejs: 1 } }])(
    'is made by the first instance of a larger function and given to the next: %j',
    async (options) => {
      const platform = await startPlatform(options);
      const client = createLambdaClient(platform.endpoint);
      const source = `
        const isLoadedByCache = new Error().stack.includes('node-compile-cache');
        exports.handler = async () => isLoadedByCache && process.env.FAASMARK_COMPILE_CACHE === undefined;
        // ${randomBytes(40_000).toString('base64')}`;
      await createFunction(client, 'large', { source });
      expect((await invoke(client, 'large')).payload).toBe(true);
      await eventually(
        async () => {
          // Another revision of the same code: a new instance.
          const FunctionName = 'large';
          await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description: 'again' }));
          return (await invoke(client, 'large')).payload;
        },
        (answer) => answer === true,
      );
      client.destroy();
      await platform.close();
    },
  );
});
