import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createControlGroups,
  findHierarchies,
} from '../../../../../platform/isolation/container/control-groups.ts';

const memory = '30 20 0:25 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory';
const freezer = '31 20 0:26 / /sys/fs/cgroup/freezer rw,relatime shared:9 - cgroup cgroup rw,freezer';
const hybrid = '32 20 0:27 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw';
const unified = '33 20 0:28 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw,nsdelegate';

describe('the control groups of a machine', () => {
  it('count memory by version 1 where it has the controller, whatever there is of version 2', () => {
    expect(findHierarchies([memory, freezer, hybrid].join('\n'))).toEqual({
      all: ['/sys/fs/cgroup/memory', '/sys/fs/cgroup/freezer', '/sys/fs/cgroup/unified'],
      memory: '/sys/fs/cgroup/memory',
      freezer: '/sys/fs/cgroup/freezer',
      isUnified: false,
    });
  });

  it('count and freeze in one place by version 2', () => {
    expect(findHierarchies(unified)).toEqual({
      all: ['/sys/fs/cgroup'],
      memory: '/sys/fs/cgroup',
      freezer: '/sys/fs/cgroup',
      isUnified: true,
    });
  });

  it('may be missing', () => {
    expect(findHierarchies('')).toMatchObject({ all: [], memory: undefined, freezer: undefined });
  });
});

describe('the groups of a platform', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'faasmark-groups-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const own = `faasmark-${process.pid}-containers`;
  const toMounts = (...kinds: string[]): string =>
    kinds.map((kind) => `30 20 0:25 / ${root} rw - ${kind.replace('/', ' x rw,')}`).join('\n');

  it.each([
    [
      '1',
      ['cgroup/memory', 'cgroup/freezer'],
      'memory.max_usage_in_bytes',
      'freezer.state',
      'FROZEN',
      'THAWED',
    ],
    ['2', ['cgroup2/nsdelegate'], 'memory.peak', 'cgroup.freeze', '1', '0'],
  ] as const)('count, freeze and go, by version %s', async (_, kinds, counted, switched, frozen, thawed) => {
    const groups = createControlGroups(toMounts(...kinds));
    const group = groups.create('one');
    const folder = join(root, own, 'one');
    expect(group.path).toBe(`/${own}/one/container`);
    expect(group.readPeakBytes()).toBeUndefined();
    writeFileSync(join(folder, counted), '4096\n');
    expect(group.readPeakBytes()).toBe(4096);
    await group.setFrozen(true);
    expect(readFileSync(join(folder, switched), 'utf8')).toBe(frozen);
    await group.setFrozen(false);
    expect(readFileSync(join(folder, switched), 'utf8')).toBe(thawed);
    // What the kernel shows in a group goes with it.
    for (const file of [counted, switched]) rmSync(join(folder, file));
    await group.remove();
    expect(existsSync(folder)).toBe(false);
    await groups.close();
    expect(existsSync(join(root, own))).toBe(false);
  });

  it('replace those of platforms that are dead, and of nobody else', () => {
    const [dead, foreign] = [
      join(root, 'faasmark-999999999-containers'),
      join(root, 'other-999999999-containers'),
    ];
    for (const folder of [join(dead, 'left', 'container'), foreign]) mkdirSync(folder, { recursive: true });
    createControlGroups(toMounts('cgroup2/rw'));
    expect([existsSync(dead), existsSync(foreign)]).toEqual([false, true]);
  });
});
