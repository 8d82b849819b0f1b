import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { isElfProgram, toSystemCallProgram, trimElf } from '../../../../../platform/isolation/microvm/elf.ts';
import { describeWhereThere } from '../../../../support/skip-where-missing.ts';

const missing =
  process.platform === 'linux' && process.arch === 'x64' ? undefined : 'the programs are for Linux on x86-64';

describeWhereThere(missing, 'a program for guests', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function run(program: Buffer, ...args: string[]): Promise<unknown> {
    const path = join(folder, 'program');
    await writeFile(path, program, { mode: 0o755 });
    const { status, stdout } = spawnSync(path, args, { encoding: 'utf8' });
    return { status, stdout };
  }

  it('makes the system calls it is told, in order', async () => {
    const [write, exit, standardOutput] = [1, 60, 1];
    const program = toSystemCallProgram([
      [write, standardOutput, 'one ', 4],
      [write, standardOutput, 'two', 3],
      [exit, 7],
    ]);
    expect(await run(program)).toEqual({ status: 7, stdout: 'one two' });
  });

  it('runs without what only debuggers read, and is smaller', async () => {
    const whole = await readFile(process.execPath);
    const trimmed = trimElf(whole);
    expect(trimmed.length).toBeLessThan(whole.length);
    expect(await run(trimmed, '-p', '1 + 1')).toEqual({ status: 0, stdout: '2\n' });
  });

  it('is told from what cannot be run', async () => {
    expect(isElfProgram(await readFile(process.execPath))).toBe(true);
    expect(isElfProgram(Buffer.from('#!/bin/sh\nexit 0\n'))).toBe(false);
    const relocatable = Buffer.alloc(64);
    relocatable.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
    relocatable[16] = 1;
    expect(isElfProgram(relocatable)).toBe(false);
  });
});
