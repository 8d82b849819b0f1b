/** The official runtime clients of AWS Lambda, as `prepare.sh` has fetched or built them. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { packageRoot } from '../../harness/contract/package-root.ts';
import type { ZipFiles } from './zip-files.ts';

const cache = join(packageRoot, '.cache', 'runtime-clients');
const python = { folder: join(cache, 'python'), program: findPython() };
const goBootstrap = join(cache, 'go', 'bootstrap');

/** Undefined where there is one; else the sentence to skip with. */
export const pythonIsMissing: string | undefined =
  python.program === undefined ? 'there is no python3' : undefined;

export const awslambdaricIsMissing: string | undefined =
  pythonIsMissing ?? whyUnprepared(python.folder, 'awslambdaric');

export const goFunctionIsMissing: string | undefined = whyUnprepared(join(cache, 'go'), 'the Go function');

/** Files of a `provided` function that runs Python code on the unmodified awslambdaric. */
export async function packageAwslambdaric(source: string): Promise<ZipFiles> {
  const entries = await readdir(python.folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('__pycache__'))
    .map(({ parentPath, name }) => join(parentPath, name));
  const files = await Promise.all(
    paths.map(async (path) => [relative(python.folder, path), await readFile(path)] as const),
  );
  return {
    ...Object.fromEntries(files),
    'index.py': source,
    bootstrap: {
      content: `#!/bin/sh\nexec ${python.program} -B -m awslambdaric "$_HANDLER"\n`,
      mode: 0o755,
    },
  };
}

/** Files of the `provided` function in `go-function/`. */
export async function packageGoFunction(): Promise<ZipFiles> {
  return { bootstrap: { content: await readFile(goBootstrap), mode: 0o755 } };
}

function whyUnprepared(folder: string, what: string): string | undefined {
  return existsSync(join(folder, '.stamp'))
    ? undefined
    : `${what} is not prepared: run test/support/prepare.sh`;
}

function findPython(): string | undefined {
  const { status, stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}
