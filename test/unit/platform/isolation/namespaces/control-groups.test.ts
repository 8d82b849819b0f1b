/** The limits of sandboxes, written by the server in Python, into a folder that is shaped like control groups. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { findProgram } from '../../../../../platform/isolation/find-program.ts';
import { sandboxServerPath } from '../../../../../platform/package-files.ts';
import { describeWhereThere } from '../../../../support/skip-where-missing.ts';

const python = findProgram('python3');
const root = mkdtempSync(join(tmpdir(), 'faasmark-groups-'));
const read = (path: string): string | undefined =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;

/** Makes the groups of one platform in a folder, limits and joins one of a sandbox, and says what it has found. */
function play(folders: Readonly<Record<string, string>>): unknown {
  const script = `
import json, os, sys
sys.path.insert(0, ${JSON.stringify(dirname(sandboxServerPath))})
from control_groups import ControlGroups
groups = ControlGroups("1-x", lambda: json.loads(sys.argv[1]))
if groups.folders:
    groups.join("one")
    groups.limit("one", 1048576, 64)
print(json.dumps([groups.folders, groups.is_unified, groups.was_out_of_memory("one")]))`;
  const flags = ['-I', '-B', '-c', script, JSON.stringify(folders)];
  return JSON.parse(execFileSync(python ?? '', flags, { encoding: 'utf8' }));
}

describeWhereThere(
  python === undefined ? 'there is no python3' : undefined,
  'the limits of a sandbox',
  () => {
    afterAll(() => rmSync(root, { recursive: true }));

    it('are one group in version 2, whose processes have left for one below', () => {
      const place = join(root, 'unified');
      mkdirSync(join(place, 'faasmark-999999999-dead', 'sandbox'), { recursive: true });
      writeFileSync(join(place, 'cgroup.controllers'), 'cpu memory pids');
      writeFileSync(join(place, 'cgroup.procs'), '4711\n');
      const folder = join(place, 'faasmark-1-x');
      expect(play({ '': place })).toEqual([{ unified: folder }, true, false]);
      expect(read('unified/cgroup.subtree_control')).toBe('+memory +pids');
      expect(read('unified/faasmark-1-x/cgroup.subtree_control')).toBe('+memory +pids');
      expect(read('unified/faasmark-1-x/platform/cgroup.procs')).toBe('4711');
      expect(read('unified/faasmark-1-x/one/cgroup.procs')).toBe('0');
      expect(read('unified/faasmark-1-x/one/memory.max')).toBe('1048576');
      expect(read('unified/faasmark-1-x/one/memory.swap.max')).toBe('0');
      expect(read('unified/faasmark-1-x/one/pids.max')).toBe('64');
      expect(existsSync(join(place, 'faasmark-999999999-dead'))).toBe(false);
    });

    it('are a group a controller in version 1', () => {
      const folders = { memory: join(root, 'memory'), pids: join(root, 'pids') };
      for (const folder of Object.values(folders)) mkdirSync(folder);
      expect(play(folders)).toEqual([
        { memory: join(root, 'memory/faasmark-1-x'), pids: join(root, 'pids/faasmark-1-x') },
        false,
        false,
      ]);
      expect(read('memory/faasmark-1-x/one/memory.limit_in_bytes')).toBe('1048576');
      expect(read('memory/faasmark-1-x/one/memory.memsw.limit_in_bytes')).toBe('1048576');
      expect(read('pids/faasmark-1-x/one/pids.max')).toBe('64');
    });

    it('are none where the controllers are not handed down, or nothing is there', () => {
      const place = join(root, 'bare');
      mkdirSync(place);
      writeFileSync(join(place, 'cgroup.controllers'), 'cpu');
      expect(play({ '': place })).toEqual([{}, false, false]);
      expect(play({})).toEqual([{}, false, false]);
      expect(play({ '': join(root, 'absent') })).toEqual([{}, false, false]);
    });
  },
);
