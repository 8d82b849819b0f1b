/**
 * CommonJS inside an isolate: resolves and evaluates a function's files as Node.js would, with the function's package
 * as the whole file system. Runs inside workerd.
 */
import { type Files, resolvePath, taskRoot, toFolder } from './resolve-path.ts';

/** Where an isolate has the function by which ES modules evaluate a CommonJS file: `Symbol.for` of this. */
export const commonJsSymbol = 'faasmark.commonjs';

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
      const path = resolvePath(from, specifier, { files, condition: 'require', readJson: load });
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

function toError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
