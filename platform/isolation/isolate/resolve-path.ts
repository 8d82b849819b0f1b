/** Which file of a function a specifier means, as Node.js looks for it. Runs inside workerd as well: pure. */
import { type Condition, findExport } from './package-exports.ts';

/** What a file is to the loader. */
export type FileKind = 'commonjs' | 'module' | 'json' | 'text';

export type Files = Readonly<Record<string, FileKind>>;

/** Where functions see their files. */
export const taskRoot = '/bundle/task';

export interface Resolution {
  readonly files: Files;
  /** The content of a `package.json`. */
  readonly readJson: (path: string) => unknown;
  readonly condition: Condition;
}

interface Manifest {
  readonly name?: unknown;
  readonly main?: unknown;
  readonly exports?: unknown;
  readonly imports?: unknown;
}

/**
 * @param from - the file that asks.
 * @returns undefined when the function has none: then it may be a module of Node.js.
 */
export function resolvePath(from: string, specifier: string, resolution: Resolution): string | undefined {
  const { files, condition } = resolution;
  const folder = toFolder(from);
  if (specifier.startsWith(`${taskRoot}/`)) return findFile(specifier.slice(taskRoot.length + 1));
  if (/^\.{1,2}(\/|$)/.test(specifier)) return findFile(join(folder, specifier));
  if (specifier.startsWith('#')) return findInternal();
  if (specifier.startsWith('node:') || specifier.startsWith('/')) return undefined;
  return findPackage(/^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier);

  function findFile(path: string | undefined): string | undefined {
    if (path === undefined) return undefined;
    return findExact(path) ?? findInFolder(path);
  }

  function findExact(path: string): string | undefined {
    // An ES module has to name a file in full, and Node.js is as strict.
    const candidates = condition === 'import' ? [path] : [path, `${path}.js`, `${path}.cjs`, `${path}.json`];
    return candidates.find((candidate) => Object.hasOwn(files, candidate));
  }

  function findInFolder(path: string): string | undefined {
    return condition === 'import' ? undefined : findMain(path);
  }

  /** What stands for a whole folder: even an ES module finds that of a package by its old field. */
  function findMain(path: string): string | undefined {
    const lenient = { ...resolution, condition: 'require' as const };
    const main = readManifest(path)?.main;
    const named = typeof main === 'string' ? main.replace(/^(\.?\/)?/, './').replace(/\/$/, '') : undefined;
    const place = path === '' ? 'package.json' : `${path}/package.json`;
    // The folder that `main` names may have one of its own; it must not lead back here.
    if (named !== undefined && named !== './' && named !== './.') {
      const found = resolvePath(place, named, lenient);
      if (found !== undefined) return found;
    }
    return ['index.js', 'index.cjs', 'index.json']
      .map((name) => (path === '' ? name : `${path}/${name}`))
      .find((candidate) => Object.hasOwn(files, candidate));
  }

  function findPackage(name: string): string | undefined {
    const subpath = `.${specifier.slice(name.length)}`;
    const own = findOwnPackage();
    if (own?.manifest.name === name && own.manifest.exports !== undefined) {
      return findExported(own.folder, own.manifest, subpath);
    }
    for (const parent of listParents(folder)) {
      const place = join(parent, `node_modules/${name}`) ?? '';
      const manifest = readManifest(place);
      const found =
        manifest?.exports === undefined || manifest.exports === null
          ? subpath === '.'
            ? (findMain(place) ?? findExact(place))
            : findFile(join(place, subpath))
          : findExported(place, manifest, subpath);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  function findExported(place: string, manifest: Manifest, subpath: string): string | undefined {
    const target = findExport(manifest.exports, subpath, condition);
    const path = target?.startsWith('./') === true ? join(place, target) : undefined;
    return path !== undefined && Object.hasOwn(files, path) ? path : undefined;
  }

  function findInternal(): string | undefined {
    const own = findOwnPackage();
    if (own === undefined) return undefined;
    const target = findExport(own.manifest.imports, specifier, condition);
    if (target === undefined || target.startsWith('#')) return undefined;
    return resolvePath(join(own.folder, 'package.json') ?? '', target, resolution);
  }

  /** The package that the file is in. */
  function findOwnPackage(): { readonly folder: string; readonly manifest: Manifest } | undefined {
    for (const parent of listParents(folder)) {
      const manifest = readManifest(parent);
      if (manifest !== undefined) return { folder: parent, manifest };
    }
    return undefined;
  }

  function readManifest(place: string): Manifest | undefined {
    const path = place === '' ? 'package.json' : `${place}/package.json`;
    return files[path] === 'json' ? (resolution.readJson(path) ?? {}) : undefined;
  }
}

/** A folder and those it is in, up to the root. */
function listParents(folder: string): string[] {
  const parts = folder === '' ? [] : folder.split('/');
  return Array.from({ length: parts.length + 1 }, (_, up) => parts.slice(0, parts.length - up).join('/'));
}

export function toFolder(path: string): string {
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
