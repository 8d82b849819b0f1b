/** Reads a function's unpacked code as the modules of a worker. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Files } from './resolve-path.ts';
import { toFileKind, toModules } from './modules.ts';

export interface Package {
  readonly files: Files;
  /** By name, as workerd's loader takes them. */
  readonly modules: Readonly<Record<string, object>>;
  /** Whether some file may ask for Node.js's module `process`. */
  readonly importsProcess: boolean;
}

/** What V8 gets to see: larger files are data that an isolate could not read anyway. */
const maxTextBytes = 1024 * 1024;

export function readPackage(folder: string): Package {
  const sources = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = readFileSync(path);
    const isCode = /\.(js|cjs|mjs|json)$/.test(basename(path));
    const isText = content.length <= maxTextBytes && !content.includes(0);
    if (isCode || isText) sources.set(path.slice(folder.length + 1), content.toString('utf8'));
  }
  const files: Record<string, ReturnType<typeof toFileKind>> = {};
  for (const path of sources.keys()) files[path] = toFileKind(path, sources);
  const importsProcess = [...sources.values()].some((source) => /['"`](node:)?process['"`]/.test(source));
  return { files, modules: toModules(files, sources), importsProcess };
}
