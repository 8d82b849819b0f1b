import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FunctionCatalog, toFunctionSpec } from '../../../harness/run/function-spec.ts';
import type { FunctionConfig } from '../../../harness/scenario/scenario.ts';

const catalog: FunctionCatalog = {
  names: { add: ['python'] },
  package: async (name, language) => ({
    runtime: 'python',
    handler: 'index.handler',
    files: [{ path: 'index', source: `${name}-${language}` }],
  }),
  filler: (mib) => ({ path: 'filler', content: () => Buffer.alloc(mib), kind: 'data' }),
  input: (_, size) => ({ a: size, b: 2 }),
  needsNetwork: () => false,
  expectedOutput: (_, event, fillerMiB) => ({ echo: event, fillerMiB }),
};
const config: FunctionConfig = {
  source: { kind: 'catalog', name: 'add', runtime: 'python' },
  memoryMiB: 256,
  timeoutMs: 1000,
  environment: {},
  optional: false,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
  await mkdir(join(folder, 'lib'));
  await writeFile(join(folder, 'lib', 'b.mjs'), '');
  await writeFile(join(folder, 'a.mjs'), '');
  await mkdir(join(folder, 'empty'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a function specification', () => {
  it('takes event and output check from the catalogue unless the scenario gives them', async () => {
    expect(await toFunctionSpec('f', config, catalog)).toMatchObject({
      event: '{"a":"small","b":2}',
      expectedOutput: { echo: { a: 'small', b: 2 }, fillerMiB: 0 },
      code: { runtime: 'python', files: [{ source: 'add-python' }] },
    });
    expect(
      await toFunctionSpec('f', { ...config, event: 5, expectedOutput: { sum: 3 } }, catalog),
    ).toMatchObject({
      event: '5',
      expectedOutput: { sum: 3 },
    });
  });

  it('takes the input that is asked for, with the fields of the event in the place of its own', async () => {
    const asked = { ...config, input: 'large', event: { b: 3 } } as const;
    expect((await toFunctionSpec('f', asked, catalog)).event).toBe('{"a":"large","b":3}');
  });

  it('gives a function the network that it needs, unless the scenario says otherwise', async () => {
    const needy = { ...catalog, needsNetwork: () => true };
    expect(await toFunctionSpec('f', config, needy)).toMatchObject({ network: 'host' });
    expect(await toFunctionSpec('f', { ...config, network: 'none' }, needy)).toMatchObject({
      network: 'none',
    });
    expect(await toFunctionSpec('f', config, catalog)).not.toHaveProperty('network');
  });

  it('adds the filler to the package, and tells the output check of it', async () => {
    expect(await toFunctionSpec('f', { ...config, fillerMiB: 2 }, catalog)).toMatchObject({
      code: { files: [{ path: 'index' }, { path: 'filler' }] },
      expectedOutput: { fillerMiB: 2 },
    });
  });

  it("has all files of the user's folder, in a fixed order, and no output check", async () => {
    const source = { kind: 'folder', folder, runtime: 'nodejs', handler: 'a.run' } as const;
    const spec = await toFunctionSpec('f', { ...config, source }, catalog);
    expect(spec.code).toEqual({
      kind: 'package',
      runtime: 'nodejs',
      handler: 'a.run',
      files: [
        { path: 'a.mjs', source: join(folder, 'a.mjs') },
        { path: 'lib/b.mjs', source: join(folder, 'lib', 'b.mjs') },
      ],
    });
    expect(spec).not.toHaveProperty('expectedOutput');
  });

  it.each(['absent', 'empty'])('refuses a folder that is %s, with its path', async (name) => {
    const source = {
      kind: 'folder',
      folder: join(folder, name),
      runtime: 'nodejs',
      handler: 'a.run',
    } as const;
    await expect(toFunctionSpec('f', { ...config, source }, catalog)).rejects.toMatchObject({
      code: 'FUNCTION_FILES_MISSING',
      message: expect.stringContaining(join(folder, name)),
    });
  });
});
