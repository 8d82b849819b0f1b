/**
 * ES modules as workerd can link them: it knows files by their path and nothing of packages, so that each specifier is
 * replaced by the way to the file that Node.js would find. Pure.
 */
import { posix } from 'node:path';
import { type ImportSpecifier, initSync, parse } from 'es-module-lexer';
import { type Files, resolvePath, toFolder } from './resolve-path.ts';
import type { Sources } from './modules.ts';

export interface Linked {
  /** The function's own ES modules and whatever they import, by path. */
  readonly modules: ReadonlyMap<string, string>;
  /** CommonJS files that they import. */
  readonly imported: ReadonlySet<string>;
}

/** The lexer does not always tell where they end. */
const attributes = /^\s*with\s*\{[^}]*\}/;

export function linkModules(files: Files, sources: Sources): Linked {
  const resolution = {
    files,
    condition: 'import' as const,
    readJson: (path: string) => JSON.parse(sources.get(path) ?? 'null') as unknown,
  };
  const modules = new Map<string, string>();
  const imported = new Set<string>();
  // Packages bring more ES modules than anybody asks for, and workerd compiles all that it is given.
  const waiting = Object.keys(files).filter((path) => files[path] === 'module' && !isOfPackage(path));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (modules.has(path)) continue;
    const from = path;
    const linked = replaceSpecifiers(sources.get(from) ?? '', (specifier) => {
      const target = resolvePath(from, specifier, resolution);
      if (target === undefined) return undefined;
      if (files[target] === 'module') waiting.push(target);
      if (files[target] === 'commonjs') imported.add(target);
      return toRelative(from, target);
    });
    modules.set(from, linked);
  }
  return { modules, imported };
}

function isOfPackage(path: string): boolean {
  return path.split('/').includes('node_modules');
}

function toRelative(from: string, target: string): string {
  const path = posix.relative(toFolder(from), target);
  return path.startsWith('.') ? path : `./${path}`;
}

function replaceSpecifiers(source: string, toSpecifier: (specifier: string) => string | undefined): string {
  let linked = '';
  let read = 0;
  for (const found of readSpecifiers(source)) {
    const specifier = found.n === undefined ? undefined : (toSpecifier(found.n) ?? found.n);
    if (specifier === undefined) continue;
    const isDynamic = found.d >= 0;
    // The lexer has the quotes within the place of a dynamic specifier, and around that of a static one.
    linked += source.slice(read, isDynamic ? found.s : found.s - 1) + JSON.stringify(specifier);
    read = isDynamic ? found.e : found.e + 1;
    // workerd takes a JSON module without being told that it is one, and refuses to be told.
    if (isDynamic && found.a >= 0) read = found.se - 1;
    else if (found.at !== null) read += attributes.exec(source.slice(read))?.[0].length ?? 0;
  }
  return linked + source.slice(read);
}

/** What does not compile is left as it is: workerd says so when it is loaded. */
function readSpecifiers(source: string): readonly ImportSpecifier[] {
  try {
    initSync();
    return parse(source)[0];
  } catch {
    return [];
  }
}
