/**
 * CommonJS inside an isolate: resolves and evaluates a function's files as Node.js would, with the function's package
 * as the whole file system. Runs inside workerd, so it imports nothing.
 */

/** What a file is to the loader. */
export type FileKind = 'commonjs' | 'module' | 'json' | 'text';

export type Files = Readonly<Record<string, FileKind>>;

/** Where functions see their files. */
export const taskRoot = '/bundle/task';

export type Require = (specifier: string) => unknown;

type Wrapper = (
  this: unknown,
  exports: object,
  require: Require,
  module: { exports: unknown },
  filename: string,
  dirname: string,
) => void;

export interface CommonJs {
  /** Exports of a file, evaluated once. @param path - below the task root. */
  load(path: string): unknown;
}

/**
 * @param requireBuiltIn - finds Node.js's own modules, and the wrapped source of the package's files: `./cjs/path`,
 *   `./task/path`.
 */
export function createCommonJs(files: Files, requireBuiltIn: Require): CommonJs {
  const loaded = new Map<string, { exports: unknown }>();

  function load(path: string): unknown {
    const found = loaded.get(path);
    if (found !== undefined) return found.exports;
    const module = { exports: {} as unknown };
    loaded.set(path, module);
    try {
      evaluate(path, module);
    } catch (error) {
      loaded.delete(path);
      throw error;
    }
    return module.exports;
  }

  function evaluate(path: string, module: { exports: unknown }): void {
    switch (files[path]) {
      case 'json':
        module.exports = JSON.parse(JSON.stringify(requireBuiltIn(`./task/${path}`)));
        return;
      case 'commonjs': {
        const wrapper = requireBuiltIn(`./cjs/${path}`) as Wrapper;
        const filename = `${taskRoot}/${path}`;
        const exports = module.exports as object;
        wrapper.call(exports, exports, createRequire(path), module, filename, toFolder(filename));
        return;
      }
      case 'module':
        throw toError('ERR_REQUIRE_ESM', `require() of ES Module ${taskRoot}/${path} not supported.`);
      case 'text':
      case undefined:
        throw toError('ERR_UNKNOWN_FILE_EXTENSION', `Unknown file extension: ${path}`);
    }
  }

  function createRequire(from: string): Require {
    return (specifier) => {
      const path = resolvePath(files, from, specifier, (file) => load(file));
      if (path !== undefined) return load(path);
      try {
        return requireBuiltIn(specifier);
      } catch {
        throw toError(
          'MODULE_NOT_FOUND',
          `Cannot find module '${specifier}'\nRequire stack:\n- ${taskRoot}/${from}`,
        );
      }
    };
  }

  return { load };
}

/**
 * The file that a specifier means, as Node.js looks for it; undefined when the package has none.
 *
 * @param from - the file that asks.
 * @param readJson - the content of a `package.json`.
 */
export function resolvePath(
  files: Files,
  from: string,
  specifier: string,
  readJson: (path: string) => unknown,
): string | undefined {
  const folder = toFolder(from);
  if (specifier.startsWith(`${taskRoot}/`)) return findFile(specifier.slice(taskRoot.length + 1));
  if (/^\.{1,2}(\/|$)/.test(specifier)) return findFile(join(folder, specifier));
  if (specifier.startsWith('node:') || specifier.startsWith('/')) return undefined;
  const parents = folder === '' ? [] : folder.split('/');
  for (let depth = parents.length; depth >= 0; depth--) {
    const found = findFile(join(parents.slice(0, depth).join('/'), `node_modules/${specifier}`));
    if (found !== undefined) return found;
  }
  return undefined;

  function findFile(path: string | undefined): string | undefined {
    if (path === undefined) return undefined;
    return findExact(path) ?? findInFolder(path);
  }

  function findExact(path: string): string | undefined {
    return [path, `${path}.js`, `${path}.cjs`, `${path}.json`].find((candidate) =>
      Object.hasOwn(files, candidate),
    );
  }

  function findInFolder(path: string): string | undefined {
    const manifest = path === '' ? 'package.json' : `${path}/package.json`;
    if (files[manifest] === 'json') {
      const { main } = readJson(manifest) as { main?: unknown };
      const file = typeof main === 'string' ? join(path, main) : undefined;
      const found = file === undefined ? undefined : (findExact(file) ?? findExact(`${file}/index`));
      if (found !== undefined) return found;
    }
    return findExact(path === '' ? 'index' : `${path}/index`);
  }
}

function toFolder(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Undefined for a path that leaves the package. */
function join(folder: string, path: string): string | undefined {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

function toError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
