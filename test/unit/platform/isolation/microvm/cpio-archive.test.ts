import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, readlink, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type ArchiveEntry,
  fileType,
  linkType,
  toCpioParts,
} from '../../../../../platform/isolation/microvm/cpio-archive.ts';
import { describeWhereThere } from '../../../../support/skip-where-missing.ts';

const entries: readonly ArchiveEntry[] = [
  { path: '/init', mode: fileType | 0o755, content: Buffer.from('#!/bin/sh\n') },
  { path: '/usr/lib/deep/odd', mode: fileType | 0o644, content: Buffer.from('12345') },
  { path: '/usr/bin/sh', mode: linkType | 0o777, content: Buffer.from('../../init') },
];
const archive = Buffer.concat([...toCpioParts(entries)]);

describe('the archive of a guest', () => {
  it('has each folder once, before what is in it', () => {
    const names = [...archive.toString('latin1').matchAll(/070701[0-9a-f]{104}([^\0]+)\0/g)].map(
      ([, name]) => name,
    );
    expect(names).toEqual([
      'init',
      'usr',
      'usr/lib',
      'usr/lib/deep',
      'usr/lib/deep/odd',
      'usr/bin',
      'usr/bin/sh',
      'TRAILER!!!',
    ]);
  });

  it('begins every header and every content at a multiple of four bytes', () => {
    const starts = [...archive.toString('latin1').matchAll(/070701[0-9a-f]{104}/g)].map(
      ({ index }) => index % 4,
    );
    expect(new Set(starts)).toEqual(new Set([0]));
    expect(archive.indexOf('12345') % 4).toBe(0);
  });

  it('is the same for the same entries', () => {
    expect(Buffer.concat([...toCpioParts(entries)])).toEqual(archive);
  });
});

const missing = spawnSync('busybox', ['cpio', '--help']).status === 0 ? undefined : 'there is no busybox';
describeWhereThere(missing, 'the archive, unpacked by another program,', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('gives the files, links and modes again', async () => {
    spawnSync('busybox', ['cpio', '-i', '-d'], { cwd: folder, input: archive });
    expect(await readFile(join(folder, 'usr/lib/deep/odd'), 'utf8')).toBe('12345');
    expect(await readlink(join(folder, 'usr/bin/sh'))).toBe('../../init');
    expect((await stat(join(folder, 'init'))).mode & 0o777).toBe(0o755);
  });
});
