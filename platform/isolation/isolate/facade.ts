/** How ES modules see a CommonJS file: pure. */
import { initSync, parse } from 'cjs-module-lexer';
import { commonJsSymbol } from './common-js.ts';
import { type Files, resolvePath } from './resolve-path.ts';
import type { Sources } from './modules.ts';

/** @param names - that can be imported by name, beside the default. */
export function toFacade(path: string, names: readonly string[]): string {
  const exported = names.map((name, at) => ({ local: `_${at}`, name: JSON.stringify(name) }));
  const load = `globalThis[Symbol.for('${commonJsSymbol}')](${JSON.stringify(path)})`;
  if (exported.length === 0) return `export default ${load};`;
  return [
    `const all = ${load};`,
    'export default all;',
    `const { ${exported.map(({ local, name }) => `${name}: ${local}`).join(', ')} } = all ?? {};`,
    `export { ${exported.map(({ local, name }) => `${local} as ${name}`).join(', ')} };`,
  ].join('\n');
}

/** The names that Node.js would find without running the file, in the files that it passes on as well. */
export function listExports(
  path: string,
  files: Files,
  sources: Sources,
  seen: Set<string> = new Set(),
): string[] {
  if (seen.has(path) || files[path] !== 'commonjs') return [];
  seen.add(path);
  const resolution = {
    files,
    condition: 'require' as const,
    readJson: (file: string) => JSON.parse(sources.get(file) ?? 'null') as unknown,
  };
  const { exports, reexports } = readExports(sources.get(path) ?? '');
  const passedOn = reexports
    .map((specifier) => resolvePath(path, specifier, resolution))
    .flatMap((target) => (target === undefined ? [] : listExports(target, files, sources, seen)));
  return [...new Set([...exports, ...passedOn])].filter((name) => name !== 'default');
}

function readExports(source: string): ReturnType<typeof parse> {
  try {
    initSync();
    return parse(source);
  } catch {
    return { exports: [], reexports: [] };
  }
}
