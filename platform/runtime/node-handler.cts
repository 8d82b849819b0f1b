/** Finds and loads the handler of a Node.js function: `folder/file.export`, with or without an extension of its own. */
(() => {
  const paths = process.getBuiltinModule('node:path');
  const { existsSync, readFileSync } = process.getBuiltinModule('node:fs');
  const { createRequire } = process.getBuiltinModule('node:module');
  const { pathToFileURL } = process.getBuiltinModule('node:url');

  type Handler = import('./bootstrap-parts.ts').Handler;

  async function loadHandler(env: NodeJS.ProcessEnv): Promise<Handler> {
    const taskRoot = env['LAMBDA_TASK_ROOT'] ?? process.cwd();
    const name = env['_HANDLER'] ?? '';
    const match = /^(.*?)([^/]*?)\.(.+)$/.exec(name);
    if (match === null || name.includes('..')) {
      throw toNamed('Runtime.MalformedHandlerName', `Bad handler: '${name}'`);
    }
    const [, folder = '', file = '', exportPath = ''] = match;
    const base = paths.resolve(paths.isAbsolute(taskRoot) ? taskRoot : process.cwd(), folder, file);
    const found = ['.js', '.mjs', '.cjs']
      .map((extension) => base + extension)
      .find((path) => existsSync(path));
    if (found === undefined) {
      throw toNamed('Runtime.ImportModuleError', `Error: Cannot find module '${paths.join(folder, file)}'`);
    }
    const isModule = found.endsWith('.mjs') || (found.endsWith('.js') && isInModulePackage(taskRoot, folder));
    let exported: unknown;
    try {
      exported = isModule ? await import(pathToFileURL(found).href) : createRequire(found)(found);
    } catch (error) {
      if (error instanceof SyntaxError) throw toNamed('Runtime.UserCodeSyntaxError', String(error), error);
      const { code } = error as NodeJS.ErrnoException;
      const isImport = code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND';
      throw isImport ? toNamed('Runtime.ImportModuleError', String(error), error as Error) : error;
    }
    for (const key of exportPath.split('.'))
      exported = (exported as Record<string, unknown> | undefined)?.[key];
    if (exported === undefined) {
      throw toNamed('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
    }
    if (typeof exported !== 'function') throw toNamed('Runtime.HandlerNotFound', `${name} is not a function`);
    return exported as Handler;
  }

  /** As Node.js decides it, but never by a package.json above the function's own folder. */
  function isInModulePackage(taskRoot: string, folder: string): boolean {
    const parts = folder.split('/').filter(Boolean);
    for (let depth = parts.length; depth >= 0; depth--) {
      const file = paths.join(taskRoot, ...parts.slice(0, depth), 'package.json');
      if (existsSync(file)) {
        return (JSON.parse(readFileSync(file, 'utf8')) as { type?: string }).type === 'module';
      }
    }
    return false;
  }

  function toNamed(name: string, message: string, cause?: Error): Error {
    const error = new Error(message);
    error.name = name;
    if (cause?.stack !== undefined) error.stack = `${name}: ${cause.stack}`;
    return error;
  }

  module.exports = { loadHandler, toNamed };
})();
