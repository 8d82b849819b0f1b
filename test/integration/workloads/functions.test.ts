import { execFileSync, spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { functionCatalog, packageFunction } from '../../../workloads/catalog.ts';

interface Answer {
  readonly probe: {
    readonly instance: string;
    readonly invocation: number;
    readonly initDurationMs: number;
    readonly handlerDurationMs: number;
  };
  readonly output: Record<string, unknown>;
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

/** Invokes a packaged function twice in one process, as an instance would. */
const drivers = {
  nodejs: (folder: string, event: string): string =>
    execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const { handler } = await import(${JSON.stringify(join(folder, 'index.mjs'))});
         const event = JSON.parse(process.argv[1]);
         console.log(JSON.stringify([await handler(event), await handler(event)]));`,
        event,
      ],
      { encoding: 'utf8' },
    ),
  python: (folder: string, event: string): string =>
    execFileSync(
      'python3',
      [
        '-c',
        'import json, sys, index\nevent = json.loads(sys.argv[1])\nprint(json.dumps([index.handler(event), index.handler(event)]))',
        event,
      ],
      { encoding: 'utf8', cwd: folder, env: { ...process.env, PYTHONPATH: folder } },
    ),
};

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
});
afterAll(() => rm(root, { recursive: true }));

async function invokeTwice(name: string, runtime: 'nodejs' | 'python', event: unknown): Promise<Answer[]> {
  const folder = await mkdtemp(join(root, `${name}-${runtime}-`));
  for (const { path, source } of packageFunction(name, runtime).files)
    await copyFile(source, join(folder, path));
  return JSON.parse(drivers[runtime](folder, JSON.stringify(event))) as Answer[];
}

const rows = Array.from(functionCatalog.values()).flatMap((definition) =>
  definition.runtimes.map((runtime) => [definition.name, runtime] as const),
);

describe.each(rows)('%s on %s', (name, runtime) => {
  // Where there is no python3 there is nothing to compare with.
  const test = runtime === 'python' && !hasPython ? it.skip : it;
  const definition = functionCatalog.get(name);

  test('gives the output that every language gives, and reports its instance and its invocations', async () => {
    const event = definition?.defaultEvent ?? {};
    const [first, second] = await invokeTwice(name, runtime, event);
    expect(first?.output).toMatchObject(definition?.expectedOutput(event) ?? {});
    expect(second?.output).toEqual(first?.output);
    expect([first?.probe.invocation, second?.probe.invocation]).toEqual([1, 2]);
    expect(second?.probe.instance).toBe(first?.probe.instance);
    expect(first?.probe.initDurationMs).toBeGreaterThan(0);
    expect(first?.probe.handlerDurationMs).toBeGreaterThanOrEqual(0);
  });

  test('is another instance in another process', async () => {
    const [one] = await invokeTwice(name, runtime, definition?.defaultEvent);
    const [other] = await invokeTwice(name, runtime, definition?.defaultEvent);
    expect(one?.probe.instance).not.toBe(other?.probe.instance);
  });
});
