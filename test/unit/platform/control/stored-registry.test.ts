import { beforeEach, describe, expect, it } from '@jest/globals';
import { createAlias } from '../../../../platform/control/alias.ts';
import type { CodeStore } from '../../../../platform/control/code-store.ts';
import {
  createFunctionRegistry,
  type FunctionRegistry,
} from '../../../../platform/control/function-registry.ts';
import { readSettings } from '../../../../platform/control/read-settings.ts';
import { createFakeClock, settle } from '../../../support/fake-clock.ts';
import { createLastingStore, type LastingStore } from '../../../support/lasting-store.ts';

interface Runner {
  retire(): Promise<void>;
  prepare(): Promise<void>;
  provision(): void;
}

const settings = readSettings({
  Runtime: 'nodejs22.x',
  Handler: 'index.handler',
  Role: 'arn:aws:iam::000000000000:role/test',
});
const zip = Buffer.from('zip');
const full = new Error('the disk is full');

let store: LastingStore;
/** Archives that are there. */
let archives: Set<string>;
let log: string[];
let registry: FunctionRegistry<Runner>;
beforeEach(() => {
  store = createLastingStore();
  archives = new Set();
  log = [];
  registry = start();
});

/** A registry on what the one before it has left. */
function start(): FunctionRegistry<Runner> {
  let count = archives.size;
  const add = (): ReturnType<CodeStore['add']> => {
    const folder = `archive ${++count}`;
    archives.add(folder);
    return Promise.resolve({ folder, sha256: String(count), zipBytes: 3 });
  };
  return createFunctionRegistry<Runner>({
    clock: createFakeClock(),
    store,
    codeStore: {
      add,
      copy: async (code) => ({ ...(await add()), sha256: code.sha256 }),
      restore: ({ id, ...code }) =>
        archives.has(id) ? Promise.resolve({ ...code, folder: id }) : Promise.reject(new Error(`no ${id}`)),
      keepOnly(ids) {
        archives = new Set([...archives].filter((id) => ids.has(id)));
        return Promise.resolve();
      },
      hold: (code) => code,
      release: ({ folder }) => Promise.resolve(void archives.delete(folder)),
    },
    runtimes: { commandOf: () => undefined, whyMissing: () => undefined },
    random: () => 0,
    createRunner: () => ({
      retire: () => Promise.resolve(),
      prepare: () => Promise.resolve(),
      provision: () => undefined,
    }),
    onRetired: () => undefined,
    onError: (error) => log.push((error as Error).message),
  });
}

/** What the registry has, as another one restores it. */
async function restart(): Promise<void> {
  registry = start();
  await registry.restore();
}

describe('a registry on a store', () => {
  it('restores a function with all that belongs to it', async () => {
    await registry.create('f', settings, zip, { isPublished: true, tags: new Map([['a', 'b']]) });
    createAlias(registry.get('f'), 'prod', { version: '1' });
    await registry.save('f');
    await registry.reserve('f', 5);
    const { latest, versions } = registry.get('f');
    await restart();
    const restored = registry.get('f');
    expect(restored.latest.revision).toEqual(latest.revision);
    expect(restored.versions.get('1')?.revision).toEqual(versions.get('1')?.revision);
    expect([restored.aliases.get('prod')?.version, restored.tags.get('a')]).toEqual(['1', 'b']);
    expect(registry.reservations.get('f')).toBe(5);
    expect((await registry.publish('f')).version).toBe('1');
  });

  it('takes back what the store does not take, and lets go of its files', async () => {
    await registry.create('f', settings, zip, { isPublished: true });
    const before = { ...registry.get('f'), versions: new Map(registry.get('f').versions) };
    const kept = new Set(archives);
    store.failure = full;
    await expect(registry.create('g', settings, zip)).rejects.toBe(full);
    await expect(registry.updateCode('f', zip)).rejects.toBe(full);
    await expect(registry.deleteVersion('f', '1')).rejects.toBe(full);
    await expect(registry.delete('f')).rejects.toBe(full);
    await settle();
    expect(registry.find('g')).toBeUndefined();
    expect(registry.get('f').latest).toBe(before.latest);
    expect(registry.get('f').versions).toEqual(before.versions);
    expect(archives).toEqual(kept);
    store.failure = undefined;
    await restart();
    expect(registry.list().map(({ name }) => name)).toEqual(['f']);
  });

  it('forgets the archive of a change that was never made', async () => {
    await registry.create('f', settings, zip);
    archives.add('half an upload');
    await restart();
    expect([...archives]).toEqual(['archive 1']);
  });

  it('keeps a function that cannot be unpacked, and tells of it', async () => {
    await registry.create('f', settings, zip, { isPublished: true });
    await registry.create('g', settings, zip);
    archives.delete('archive 1');
    await restart();
    expect(log).toEqual(['function f is not restored: no archive 1']);
    expect(registry.list().map(({ name }) => name)).toEqual(['g']);
    expect([registry.isUnrestored('f'), registry.isUnrestored('g')]).toEqual([true, false]);
    archives.add('archive 1');
    expect(archives).toContain('archive 2');
    await restart();
    expect(registry.find('f')).toBeDefined();
  });
});
