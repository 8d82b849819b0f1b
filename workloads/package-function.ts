/**
 * The deployment package of a function of the catalogue: the probe as its entry point, the function, and what that has
 * beside its own code.
 *
 * In Node.js the package is a part of the tree of `workloads/functions`, since imports are relative to a file; in
 * Python it is flat, since they are relative to its root; in Go it is one executable.
 */
import { join } from 'node:path';
import { packageRoot } from '../harness/contract/package-root.ts';
import type { PackagedCode, PackageFile } from '../harness/contract/provider.ts';
import type { Language } from '../harness/contract/workload.ts';
import { type Architecture, buildGo } from './build-go.ts';
import { fillerPath, toFiller } from './functions/code-size/filler.ts';
import type { FunctionDefinition } from './functions/definition.ts';

const thisArchitecture: Architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';

/**
 * @param architecture - of what is compiled. Default: this machine's.
 * @throws FaasmarkError `RUNTIME_MISSING`.
 */
export async function packageFunction(
  definition: FunctionDefinition,
  language: Language,
  architecture: Architecture = thisArchitecture,
): Promise<PackagedCode> {
  const code = await toCode(definition, language, architecture);
  const assets = (definition.assets ?? []).map((asset) => ({ ...asset, kind: 'data' as const }));
  return { ...code, files: [...code.files, ...assets] };
}

/** Bytes that make a package larger: `functions/code-size/filler.ts`. */
export function toFillerFile(mib: number): PackageFile {
  return { path: fillerPath, content: () => toFiller(mib), kind: 'data' };
}

const sources = join(packageRoot, 'workloads');
const compiled = join(packageRoot, 'dist', 'workloads');

async function toCode(
  { name, uses = [] }: FunctionDefinition,
  language: Language,
  architecture: Architecture,
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
      const shared = join(folder, 'shared', 'python');
      return {
        runtime: 'python',
        handler: 'index.handler',
        files: [
          { path: 'index.py', source: join(sources, 'probe', 'python', 'probe.py') },
          { path: 'function.py', source: join(folder, name, 'python', 'function.py') },
          ...uses.map((part) => ({ path: `${part}.py`, source: join(shared, `${part}.py`) })),
        ],
      };
    }
    case 'go': {
      const program = await buildGo(name, architecture);
      return {
        runtime: 'provided',
        handler: 'bootstrap',
        files: [{ path: 'bootstrap', content: () => program, kind: 'program' }],
      };
    }
  }
}
