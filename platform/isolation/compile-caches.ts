/**
 * What V8 compiled of functions, kept beside their code for their next instances. A function's own instance makes it,
 * and only instances of the same code ever read it: what it could spoil is its own.
 */
import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { type FunctionCode, toCompileCachePath } from '../control/function-revision.ts';
import { familyOf, type RuntimeId } from '../runtime/runtimes.ts';

/** `read`: it is there; `make`: this instance is to make it; `none`: neither. */
export type CompileCacheUse = 'none' | 'make' | 'read';

export interface CompileCaches {
  /** Of the next instance. One at a time is told to make it. */
  useOf(code: FunctionCode, runtime: RuntimeId): CompileCacheUse;
  /** Takes what the instance made that was told so. */
  keep(code: FunctionCode, data: Buffer): Promise<void>;
  /** The instance that was to make it has ended. */
  release(code: FunctionCode): void;
}

/** Size of an archive below which compiling costs less than reading what was compiled. */
const leastZipBytes = 16 * 1024;

export function createCompileCaches(): CompileCaches {
  const making = new Set<string>();
  return {
    useOf(code, runtime) {
      if (familyOf(runtime) !== 'nodejs' || code.zipBytes < leastZipBytes) return 'none';
      if (existsSync(toCompileCachePath(code.folder))) return 'read';
      if (making.has(code.folder)) return 'none';
      making.add(code.folder);
      return 'make';
    },
    async keep({ folder }, data) {
      const path = toCompileCachePath(folder);
      const unfinished = `${path}.unfinished`;
      try {
        await writeFile(unfinished, data, { mode: 0o444 });
        // The function may be gone by now.
        if (existsSync(folder)) await rename(unfinished, path);
        else await rm(unfinished, { force: true });
      } catch {
        // It is worth no error: without it V8 compiles as ever.
        await rm(unfinished, { force: true }).catch(() => undefined);
      }
    },
    release: ({ folder }) => void making.delete(folder),
  };
}
