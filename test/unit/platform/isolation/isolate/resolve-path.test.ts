import { describe, expect, it } from '@jest/globals';
import { type Files, resolvePath } from '../../../../../platform/isolation/isolate/resolve-path.ts';

const manifests: Readonly<Record<string, object>> = {
  'package.json': {
    name: 'own',
    exports: { './x': './lib/index.js' },
    imports: { '#d': './data.json', '#o': 'one' },
  },
  'node_modules/one/package.json': { main: 'main' },
  'node_modules/three/package.json': {
    main: './hidden.js',
    exports: {
      '.': { import: './i.mjs', require: './r.cjs' },
      './deep/*': './lib/*.js',
      './deep/secret': null,
      './gone': './gone.js',
    },
  },
};

const files: Files = {
  'index.js': 'commonjs',
  'data.json': 'json',
  'lib/index.js': 'commonjs',
  'lib/deep/file.cjs': 'commonjs',
  'node_modules/one/main.js': 'commonjs',
  'node_modules/@scope/two/index.js': 'commonjs',
  'node_modules/three/hidden.js': 'commonjs',
  'node_modules/three/i.mjs': 'module',
  'node_modules/three/r.cjs': 'commonjs',
  'node_modules/three/lib/a.js': 'commonjs',
  'node_modules/three/lib/secret.js': 'commonjs',
  'lib/node_modules/one/index.js': 'commonjs',
  ...Object.fromEntries(Object.keys(manifests).map((path) => [path, 'json' as const])),
};

const find = (condition: 'import' | 'require', from: string, specifier: string): string | undefined =>
  resolvePath(from, specifier, { files, condition, readJson: (path) => manifests[path] });

describe('a specifier', () => {
  it.each([
    ['index.js', './lib', 'lib/index.js'],
    ['index.js', './lib/deep/file', 'lib/deep/file.cjs'],
    ['lib/deep/file.cjs', '../..', 'index.js'],
    ['lib/deep/file.cjs', '../../data', 'data.json'],
    ['index.js', 'one', 'node_modules/one/main.js'],
    ['index.js', 'one/main', 'node_modules/one/main.js'],
    ['index.js', '@scope/two', 'node_modules/@scope/two/index.js'],
    ['lib/deep/file.cjs', 'one', 'lib/node_modules/one/index.js'],
    ['index.js', '/bundle/task/data.json', 'data.json'],
    ['index.js', './none', undefined],
    ['index.js', '../../../etc/passwd', undefined],
    ['index.js', '/etc/passwd', undefined],
    ['index.js', 'node:fs', undefined],
    ['index.js', './constructor', undefined],
    ['index.js', 'three', 'node_modules/three/r.cjs'],
    ['index.js', 'three/deep/a', 'node_modules/three/lib/a.js'],
    ['index.js', 'three/deep/secret', undefined],
    ['index.js', 'three/gone', undefined],
    ['index.js', 'three/hidden.js', undefined],
    ['lib/deep/file.cjs', 'own/x', 'lib/index.js'],
    ['lib/deep/file.cjs', '#d', 'data.json'],
    ['index.js', '#o', 'node_modules/one/main.js'],
    ['index.js', '#none', undefined],
  ])('in %s: %s is %s', (from, specifier, path) => {
    expect(find('require', from, specifier)).toBe(path);
  });

  it.each([
    ['./lib/index.js', 'lib/index.js'],
    ['./lib', undefined],
    ['./data', undefined],
    ['one', 'node_modules/one/main.js'],
    ['one/main', undefined],
    ['one/main.js', 'node_modules/one/main.js'],
    ['three', 'node_modules/three/i.mjs'],
  ])('of an ES module: %s is %s', (specifier, path) => {
    expect(find('import', 'index.js', specifier)).toBe(path);
  });
});
