import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CodeStore } from '../../../../platform/control/code-store.ts';
import {
  createFunctionRegistry,
  type FunctionRegistry,
} from '../../../../platform/control/function-registry.ts';
import type { FunctionRevision } from '../../../../platform/control/function-revision.ts';
import { readSettings } from '../../../../platform/control/read-settings.ts';
import { createFakeClock, settle } from '../../../support/fake-clock.ts';

interface Runner {
  readonly revision: FunctionRevision;
  retire(): Promise<void>;
}

const settings = readSettings({
  Runtime: 'nodejs22.x',
  Handler: 'index.handler',
  Role: 'arn:aws:iam::000000000000:role/test',
});
const zip = Buffer.from('zip');

/** What happened, in order: `hold 1`, `release 1`, `retired`. */
let told: string[];
/** Lets retired runners come to their end. */
let endRunners: (() => void)[];
let finishAdding: (() => void) | undefined;
let isSlow: boolean;
let registry: FunctionRegistry<Runner>;
beforeEach(() => {
  told = [];
  endRunners = [];
  isSlow = false;
  let count = 0;
  const codeStore: CodeStore = {
    async add() {
      if (isSlow) await new Promise<void>((resolve) => (finishAdding = resolve));
      return { folder: String(++count), sha256: '', zipBytes: 3 };
    },
    hold: ({ folder }) => void told.push(`hold ${folder}`),
    release({ folder }) {
      told.push(`release ${folder}`);
      return Promise.resolve();
    },
  };
  registry = createFunctionRegistry<Runner>({
    clock: createFakeClock(),
    codeStore,
    runtimes: {
      commandOf: () => undefined,
      whyMissing: (runtime) => (runtime.startsWith('python') ? 'no python3 here' : undefined),
    },
    createRunner: (revision) => ({
      revision,
      retire: () => new Promise((resolve) => endRunners.push(resolve)),
    }),
    onRetired: () => told.push('retired'),
    onError: (error) => told.push(String(error)),
  });
});

async function endAll(): Promise<void> {
  for (const end of endRunners) end();
  await settle();
}

describe('the registry', () => {
  it('lists functions in order of name', async () => {
    for (const name of ['b', 'c', 'a']) await registry.create(name, settings, zip);
    expect(registry.list().map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it('gives each change a revision and a runner of its own', async () => {
    const first = await registry.create('f', settings, zip);
    const second = await registry.updateCode('f', zip);
    const third = await registry.updateSettings('f', (current) => ({ ...current, memoryMiB: 512 }));
    expect(new Set([first, second, third].map(({ revisionId }) => revisionId)).size).toBe(3);
    expect(registry.get('f').runner.revision).toBe(third);
    expect(third).toMatchObject({ settings: { memoryMiB: 512 }, code: second.code });
  });

  it('keeps code until the last instance that runs it is gone', async () => {
    await registry.create('f', settings, zip);
    await registry.updateSettings('f', (current) => current);
    await registry.updateCode('f', zip);
    registry.delete('f');
    await settle();
    expect(told).toEqual(['hold 1']);
    await endAll();
    expect(told.toSorted()).toEqual([
      'hold 1',
      'release 1',
      'release 1',
      'release 2',
      'retired',
      'retired',
      'retired',
    ]);
  });

  it('lets one change of a function finish before the next', async () => {
    isSlow = true;
    const creating = registry.create('f', settings, zip);
    const conflict = { type: 'ResourceConflictException', status: 409 };
    await expect(registry.create('f', settings, zip)).rejects.toMatchObject(conflict);
    expect(() => registry.delete('f')).toThrow(expect.objectContaining(conflict));
    finishAdding?.();
    await creating;
    registry.delete('f');
    expect(registry.find('f')).toBeUndefined();
  });

  it.each<[string, () => unknown, string]>([
    ['creates no function twice', () => registry.create('f', settings, zip), 'ResourceConflictException'],
    [
      'changes nothing for one who knows another revision',
      () => registry.updateCode('f', zip, 'old'),
      'PreconditionFailedException',
    ],
    ['does not know what is not there', () => registry.updateCode('g', zip), 'ResourceNotFoundException'],
    [
      'takes no runtime that the machine lacks',
      () => registry.create('g', { ...settings, runtime: 'python3.13' }, zip),
      'InvalidParameterValueException',
    ],
    [
      'changes to no runtime that the machine lacks',
      () => registry.updateSettings('f', () => ({ ...settings, runtime: 'python3.13' })),
      'InvalidParameterValueException',
    ],
  ])('%s', async (_, change, type) => {
    const before = await registry.create('f', settings, zip);
    await expect(change()).rejects.toMatchObject({ type });
    expect(registry.list()).toEqual([before]);
  });

  it('takes another change after one that failed', async () => {
    await registry.create('f', settings, zip);
    const fail = (): never => {
      throw new Error('no');
    };
    await expect(registry.updateSettings('f', fail)).rejects.toThrow('no');
    await registry.updateCode('f', zip);
  });
});
