/** How the files of a package become modules of a worker: pure. */
import { Script } from 'node:vm';
import { listExports, toFacade } from './facade.ts';
import { linkModules } from './link-modules.ts';
import type { FileKind, Files } from './resolve-path.ts';

export type Sources = ReadonlyMap<string, string>;

/** As Node.js decides it, by the name and the nearest `package.json`. */
export function toFileKind(path: string, sources: Sources): FileKind {
  if (path.endsWith('.json')) return isJson(sources.get(path) ?? '') ? 'json' : 'text';
  if (path.endsWith('.mjs')) return 'module';
  if (path.endsWith('.cjs')) return 'commonjs';
  if (!path.endsWith('.js')) return 'text';
  return isInModulePackage(path, sources) ? 'module' : 'commonjs';
}

function isInModulePackage(path: string, sources: Sources): boolean {
  const folders = path.split('/').slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth--) {
    const manifest = sources.get([...folders.slice(0, depth), 'package.json'].join('/'));
    if (manifest !== undefined && isJson(manifest)) {
      return (JSON.parse(manifest) as { type?: string } | null)?.type === 'module';
    }
  }
  return false;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * - `task/...`: the files as the function's own ES modules and `fs` see them;
 * - `cjs/...`: CommonJS files, wrapped for `common-js.ts`.
 */
export function toModules(files: Files, sources: Sources): Record<string, object> {
  const modules: Record<string, object> = {};
  const linked = linkModules(files, sources);
  for (const [path, source] of sources) {
    switch (files[path]) {
      case 'json':
        modules[`task/${path}`] = { json: JSON.parse(source) as unknown };
        break;
      case 'module': {
        const js = linked.modules.get(path);
        if (js !== undefined) modules[`task/${path}`] = { js };
        break;
      }
      case 'commonjs':
        modules[`cjs/${path}`] = { cjs: toWrapper(path, source) };
        modules[`task/${path}`] = {
          js: toFacade(path, linked.imported.has(path) ? listExports(path, files, sources) : []),
        };
        break;
      case 'text':
      case undefined:
        modules[`task/${path}`] = { text: source };
    }
  }
  return modules;
}

/**
 * A function that runs the file: workerd compiles all modules at once, so one that does not compile, and is maybe
 * never asked for, must not fail the others.
 */
function toWrapper(path: string, source: string): string {
  // A first line that a shell would read is none of JavaScript's.
  const code = source.startsWith('#!') ? `//${source}` : source;
  const wrapped = `module.exports = function (exports, require, module, __filename, __dirname) { ${code}\n};`;
  try {
    void new Script(wrapped, { filename: path });
    return wrapped;
  } catch (error) {
    return `module.exports = () => { throw new SyntaxError(${JSON.stringify((error as Error).message)}); };`;
  }
}
