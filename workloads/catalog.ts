/** The functions that come with faasmark, and how each is packaged with the probe for a language. */
import { join } from 'node:path';
import { packageRoot } from '../harness/contract/package-root.ts';
import type { PackageFile } from '../harness/contract/provider.ts';
import { cpu } from './functions/cpu/definition.ts';
import type { FunctionDefinition } from './functions/definition.ts';
import { json } from './functions/json/definition.ts';
import { noop } from './functions/noop/definition.ts';
import { sleep } from './functions/sleep/definition.ts';

export type { FunctionDefinition } from './functions/definition.ts';

/** By name. */
export const functionCatalog: ReadonlyMap<string, FunctionDefinition> = new Map(
  [noop, sleep, cpu, json].map((definition) => [definition.name, definition]),
);

export interface PackagedCode {
  readonly handler: string;
  readonly files: readonly PackageFile[];
}

/** The deployment package of a function of the catalogue: the probe as entry point, the function beside it. */
export function packageFunction(name: string, runtime: 'nodejs' | 'python'): PackagedCode {
  switch (runtime) {
    case 'nodejs': {
      const compiled = join(packageRoot, 'dist', 'workloads');
      return {
        handler: 'index.handler',
        files: [
          { path: 'index.mjs', source: join(compiled, 'probe', 'node', 'probe.mjs') },
          { path: 'function.mjs', source: join(compiled, 'functions', name, 'node', 'function.mjs') },
        ],
      };
    }
    case 'python': {
      const sources = join(packageRoot, 'workloads');
      return {
        handler: 'index.handler',
        files: [
          { path: 'index.py', source: join(sources, 'probe', 'python', 'probe.py') },
          { path: 'function.py', source: join(sources, 'functions', name, 'python', 'function.py') },
        ],
      };
    }
  }
}
