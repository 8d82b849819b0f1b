/**
 * Where the package's own files are. The same module runs compiled from `dist` and, in tests, from its source, so a
 * path relative to the module alone would not do.
 */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The folder that holds `package.json`. */
export const packageRoot: string = findPackageRoot(dirname(fileURLToPath(import.meta.url)));

function findPackageRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error(`no package.json above ${fileURLToPath(import.meta.url)}`);
  return findPackageRoot(parent);
}

/**
 * The compiled counterpart of a module, for what only runs compiled: worker threads and child processes.
 *
 * @param moduleUrl - `import.meta.url` of the caller.
 * @param specifier - the module relative to the caller, as in an import: `./sender-worker.ts`.
 */
export function compiledModule(moduleUrl: string, specifier: string): URL {
  const source = fileURLToPath(new URL(specifier, moduleUrl)).replace(/\.(m?)ts$/, '.$1js');
  const dist = join(packageRoot, 'dist');
  return pathToFileURL(source.startsWith(dist) ? source : join(dist, relative(packageRoot, source)));
}
