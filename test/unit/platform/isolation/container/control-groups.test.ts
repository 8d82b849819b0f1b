import { describe, expect, it } from '@jest/globals';
import { findHierarchies } from '../../../../../platform/isolation/container/control-groups.ts';

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
