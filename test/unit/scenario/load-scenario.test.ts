import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadScenario } from '../../../harness/scenario/load-scenario.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a scenario file', () => {
  it('has folders relative to itself', async () => {
    const file = join(folder, 'mine.yaml');
    await writeFile(
      file,
      'name: mine\nfunctions: { f: { folder: code } }\nexperiments: [{ kind: cold-start, functions: [f] }]\n',
    );
    const scenario = await loadScenario(file, {});
    expect(scenario.functions['f']?.source).toMatchObject({ folder: join(folder, 'code') });
  });

  it.each([
    ['is not there', 'absent.yaml', 'no such file'],
    ['is a folder', '.', 'EISDIR'],
  ])('that %s is refused with its path', async (_, name, reason) => {
    const file = join(folder, name);
    await expect(loadScenario(file, {})).rejects.toMatchObject({
      code: 'SCENARIO_UNREADABLE',
      message: expect.stringContaining(reason),
    });
    await expect(loadScenario(file, {})).rejects.toMatchObject({ message: expect.stringContaining(file) });
  });
});
