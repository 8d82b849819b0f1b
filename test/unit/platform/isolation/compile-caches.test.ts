import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FunctionCode, toCompileCachePath } from '../../../../platform/control/function-revision.ts';
import { type CompileCaches, createCompileCaches } from '../../../../platform/isolation/compile-caches.ts';

let caches: CompileCaches;
let code: FunctionCode;
beforeEach(async () => {
  caches = createCompileCaches();
  code = { folder: await mkdtemp(join(tmpdir(), 'faasmark-test-')), sha256: '', zipBytes: 1_000_000 };
});
afterEach(async () => {
  await rm(code.folder, { recursive: true, force: true });
  await rm(toCompileCachePath(code.folder), { force: true });
});

describe('what V8 compiled of a function', () => {
  it('is made by one instance at a time', () => {
    expect(caches.useOf(code, 'nodejs22.x')).toBe('make');
    expect(caches.useOf(code, 'nodejs22.x')).toBe('none');
    caches.release(code);
    expect(caches.useOf(code, 'nodejs22.x')).toBe('make');
  });

  it('is read by all that come after', async () => {
    await caches.keep(code, Buffer.from('compiled'));
    expect(caches.useOf(code, 'nodejs22.x')).toBe('read');
    expect(await readFile(toCompileCachePath(code.folder), 'utf8')).toBe('compiled');
  });

  it('is not kept for a function that was removed meanwhile', async () => {
    await rm(code.folder, { recursive: true });
    await caches.keep(code, Buffer.from('compiled'));
    expect(existsSync(toCompileCachePath(code.folder))).toBe(false);
  });

  it('is not wanted of small functions, nor of other languages', () => {
    expect(caches.useOf({ ...code, zipBytes: 500 }, 'nodejs22.x')).toBe('none');
    expect(caches.useOf(code, 'python3.12')).toBe('none');
  });
});
