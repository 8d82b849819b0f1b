/** Finds and loads a function's handler, with Lambda's errors for what is not there. Runs inside workerd. */
import type { CommonJs } from './common-js.ts';
import { toNamed } from './function-error.ts';
import type { Files } from './resolve-path.ts';

/** @param name - `folder/file.export`, with or without an extension of its own. */
export async function loadHandler(
  name: string,
  files: Files,
  commonJs: CommonJs,
): Promise<(...values: unknown[]) => unknown> {
  const match = /^(.*?)([^/]*?)\.(.+)$/.exec(name);
  if (match === null || name.includes('..')) {
    throw toNamed('Runtime.MalformedHandlerName', `Bad handler: '${name}'`);
  }
  const [, folder = '', file = '', exportPath = ''] = match;
  const base = `${folder.replace(/^\.?\//, '')}${file}`;
  const path = ['.js', '.mjs', '.cjs']
    .map((extension) => base + extension)
    .find((one) => Object.hasOwn(files, one));
  if (path === undefined) {
    throw toNamed('Runtime.ImportModuleError', `Error: Cannot find module '${base}'`);
  }
  let exported: unknown;
  try {
    exported = files[path] === 'module' ? await import(`./task/${path}`) : commonJs.load(path);
  } catch (error) {
    throw toLoadError(error);
  }
  for (const key of exportPath.split('.'))
    exported = (exported as Record<string, unknown> | undefined)?.[key];
  if (exported === undefined)
    throw toNamed('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof exported !== 'function') throw toNamed('Runtime.HandlerNotFound', `${name} is not a function`);
  return exported as (...values: unknown[]) => unknown;
}

function toLoadError(error: unknown): unknown {
  if (error instanceof SyntaxError) return toNamed('Runtime.UserCodeSyntaxError', String(error), error);
  const { code, message } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  const isImport = code === 'MODULE_NOT_FOUND' || message?.startsWith('No such module ') === true;
  return isImport ? toNamed('Runtime.ImportModuleError', String(error), error) : error;
}
