/**
 * The deployment package of a function of the catalogue: the probe as its entry point, the function, and what that has
 * beside its own code.
 *
 * In Node.js the package is a part of the tree of `workloads/functions`, since imports are relative to a file; in
 * Python it is flat, since they are relative to its root.
 */
import { join } from 'node:path';
import { packageRoot } from '../harness/contract/package-root.ts';
import type { PackageFile, Runtime } from '../harness/contract/provider.ts';
import type { Language } from '../harness/contract/workload.ts';
import { fillerPath, toFiller } from './functions/code-size/filler.ts';
import type { FunctionDefinition } from './functions/definition.ts';

export interface PackagedCode {
  readonly runtime: Runtime;
  readonly handler: string;
  readonly files: readonly PackageFile[];
}

const sources = join(packageRoot, 'workloads');
const compiled = join(packageRoot, 'dist', 'workloads');

export async function packageFunction(
  { name, uses = [] }: FunctionDefinition,
  language: Language,
): Promise<PackagedCode> {
  switch (language) {
    case 'nodejs': {
      const own = (path: string): PackageFile => ({ path, source: join(compiled, 'functions', path) });
      return {
        runtime: 'nodejs',
        handler: `${name}/node/index.handler`,
        files: [
          { path: `${name}/node/index.mjs`, source: join(compiled, 'probe', 'node', 'probe.mjs') },
          own(`${name}/node/function.mjs`),
          ...uses.map((part) => own(`shared/node/${part}.mjs`)),
        ],
      };
    }
    case 'python': {
      const folder = join(sources, 'functions');
      return {
        runtime: 'python',
        handler: 'index.handler',
        files: [
          { path: 'index.py', source: join(sources, 'probe', 'python', 'probe.py') },
          { path: 'function.py', source: join(folder, name, 'python', 'function.py') },
          ...uses.map((part) => ({
            path: `${part}.py`,
            source: join(folder, 'shared', 'python', `${part}.py`),
          })),
        ],
      };
    }
    case 'go':
      throw new Error('todo');
  }
}

/** Bytes that make a package larger: `functions/code-size/filler.ts`. */
export function toFillerFile(mib: number): PackageFile {
  return { path: fillerPath, content: () => toFiller(mib) };
}
