import { beforeEach, describe, expect, it } from '@jest/globals';
import { createAlias, updateAlias } from '../../../../platform/control/alias.ts';
import type { CodeStore } from '../../../../platform/control/code-store.ts';
import {
  createFunctionRegistry,
  type FunctionRegistry,
} from '../../../../platform/control/function-registry.ts';
import type { FunctionRevision } from '../../../../platform/control/function-revision.ts';
import { readSettings } from '../../../../platform/control/read-settings.ts';
import { createMemoryStore } from '../../../../platform/storage/data-store.ts';
import { createFakeClock, settle } from '../../../support/fake-clock.ts';

interface Runner {
  readonly revision: FunctionRevision;
  prepare(): Promise<void>;
  provision(): void;
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
let draw: number;
let registry: FunctionRegistry<Runner>;
beforeEach(() => {
  told = [];
  endRunners = [];
  isSlow = false;
  draw = 0;
  let count = 0;
  const codeStore: CodeStore = {
    async add(archive) {
      if (isSlow) await new Promise<void>((resolve) => (finishAdding = resolve));
      return { folder: String(++count), sha256: archive.toString(), zipBytes: 3 };
    },
    copy: (code) => Promise.resolve({ ...code, folder: String(++count) }),
    restore: ({ id, sha256, zipBytes }) => Promise.resolve({ folder: id, sha256, zipBytes }),
    keepOnly: (ids) => Promise.resolve(void told.push(`keep ${[...ids].join(' ')}`)),
    hold(code) {
      told.push(`hold ${code.folder}`);
      return code;
    },
    release({ folder }) {
      told.push(`release ${folder}`);
      return Promise.resolve();
    },
  };
  registry = createFunctionRegistry<Runner>({
    clock: createFakeClock(),
    store: createMemoryStore(),
    codeStore,
    runtimes: {
      commandOf: () => undefined,
      whyMissing: (runtime) => (runtime.startsWith('python') ? 'no python3 here' : undefined),
    },
    random: () => draw,
    createRunner: (revision) => ({
      revision,
      prepare: () => Promise.resolve(),
      provision: () => undefined,
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
  it('gives each change a revision and a runner of its own', async () => {
    const first = await registry.create('f', settings, zip);
    const second = await registry.updateCode('f', zip);
    const third = await registry.updateSettings('f', (current) => ({ ...current, memoryMiB: 512 }));
    expect(new Set([first, second, third].map(({ revisionId }) => revisionId)).size).toBe(3);
    expect(registry.get('f').latest.runner.revision).toBe(third);
    expect(third).toMatchObject({ settings: { memoryMiB: 512 }, code: second.code });
  });

  it('keeps code until the last instance that runs it is gone', async () => {
    await registry.create('f', settings, zip);
    await registry.updateSettings('f', (current) => current);
    await registry.updateCode('f', zip);
    await registry.delete('f');
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
    await expect(registry.delete('f')).rejects.toMatchObject(conflict);
    finishAdding?.();
    await creating;
    await registry.delete('f');
    expect(registry.find('f')).toBeUndefined();
  });

  it.each<[string, () => unknown, string]>([
    ['creates no function twice', () => registry.create('f', settings, zip), 'ResourceConflictException'],
    [
      'changes nothing for one who knows another revision',
      () => registry.updateCode('f', zip, { revisionId: 'old' }),
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
    expect(registry.list().map(({ latest }) => latest.revision)).toEqual([before]);
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

describe('a published version', () => {
  const other = Buffer.from('other');
  const publish = async (): Promise<string> => (await registry.publish('f')).version;
  beforeEach(() => registry.create('f', settings, zip));

  it('has settings, files and a runner of its own, whatever becomes of the function', async () => {
    const version = await registry.publish('f');
    await registry.updateSettings('f', (current) => ({ ...current, memoryMiB: 512 }));
    await registry.updateCode('f', other);
    const found = registry.resolve({ name: 'f', qualifier: '1' });
    expect(found.revision).toBe(version);
    expect(found.runner.revision).toBe(version);
    expect(version).toMatchObject({ version: '1', settings, code: { folder: '2', sha256: 'zip' } });
    expect(registry.resolve({ name: 'f', qualifier: '$LATEST' })).toBe(registry.get('f').latest);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['nothing has changed', () => Promise.resolve(), '1'],
    ['the same code came again', () => registry.updateCode('f', zip), '1'],
    ['the code has changed', () => registry.updateCode('f', other), '2'],
    [
      'the settings have changed',
      () => registry.updateSettings('f', (current) => ({ ...current, timeoutSeconds: 9 })),
      '2',
    ],
    [
      'the settings have changed and changed back',
      async () => {
        await registry.updateSettings('f', (current) => ({ ...current, timeoutSeconds: 9 }));
        await registry.updateSettings('f', () => settings);
      },
      '1',
    ],
    ['it was deleted', () => registry.deleteVersion('f', '1'), '2'],
  ])('when %s is followed by the right one', async (_, change, next) => {
    expect(await publish()).toBe('1');
    await change();
    expect(await publish()).toBe(next);
  });

  it('may have a description of its own, which makes no new one', async () => {
    expect((await registry.publish('f', { description: 'first' })).settings.description).toBe('first');
    expect((await registry.publish('f', { description: 'second' })).settings.description).toBe('first');
  });

  it('comes with a function or its code when that is wanted', async () => {
    expect((await registry.create('g', settings, zip, { isPublished: true })).version).toBe('1');
    expect((await registry.updateCode('g', other, { isPublished: true })).version).toBe('2');
    expect(registry.get('g').latest.revision).toMatchObject({
      version: '$LATEST',
      code: { sha256: 'other' },
    });
  });

  it('gives its files back when it is deleted, alone or with its function', async () => {
    await publish();
    await registry.updateCode('f', other);
    await publish();
    await registry.deleteVersion('f', '1');
    await registry.delete('f');
    await endAll();
    expect(told.filter((line) => line.startsWith('release')).toSorted()).toEqual([
      'release 1',
      'release 2',
      'release 3',
      'release 4',
    ]);
  });

  it.each<[string, () => unknown, string]>([
    ['another revision', () => registry.publish('f', { revisionId: 'old' }), 'PreconditionFailedException'],
    ['other code', () => registry.publish('f', { codeSha256: 'other' }), 'InvalidParameterValueException'],
    ['an absent function', () => registry.publish('g'), 'ResourceNotFoundException'],
  ])('is not made of %s', async (_, change, type) => {
    await expect(change()).rejects.toMatchObject({ type });
    expect(registry.get('f').versions.size).toBe(0);
  });

  it.each([
    ['is called', async () => await Promise.resolve(registry.resolve({ name: 'f', qualifier: '7' }))],
    ['is deleted', () => registry.deleteVersion('f', '7')],
  ])('is not found when it is not there and %s', async (_, act) => {
    await expect(act()).rejects.toMatchObject({
      type: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:f:7',
    });
  });
});

describe('an alias', () => {
  const qualified = { name: 'f', qualifier: 'prod' };
  beforeEach(async () => {
    await registry.create('f', settings, zip, { isPublished: true });
    await registry.updateCode('f', Buffer.from('other'), { isPublished: true });
    createAlias(registry.get('f'), 'prod', { version: '1', weights: { 2: 0.25 } });
  });

  it.each([
    [0, '2'],
    [0.2499, '2'],
    [0.25, '1'],
    [0.9999, '1'],
  ])('shares its invocations out by weight: %d goes to version %s', (drawn, version) => {
    draw = drawn;
    expect(registry.route(qualified)?.revision.version).toBe(version);
  });

  it('stands for its first version', () => {
    expect(registry.resolve(qualified).revision.version).toBe('1');
  });

  it.each([
    ['its first version', '1', 'ResourceConflictException'],
    ['its other version', '2', 'ResourceConflictException'],
    ['itself, as a version,', 'prod', 'InvalidParameterValueException'],
  ])('keeps %s from being deleted', async (_, version, type) => {
    await expect(registry.deleteVersion('f', version)).rejects.toMatchObject({ type });
  });

  it('keeps nothing that only looks like its version', async () => {
    await expect(registry.deleteVersion('f', 'constructor')).rejects.toMatchObject({
      type: 'ResourceNotFoundException',
    });
  });

  it('no longer keeps what it has left', async () => {
    updateAlias(registry.get('f'), 'prod', { version: '2', weights: {} });
    await registry.deleteVersion('f', '1');
    expect([...registry.get('f').versions.keys()]).toEqual(['2']);
  });
});
