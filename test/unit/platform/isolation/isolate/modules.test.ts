import { describe, expect, it } from '@jest/globals';
import type { Files } from '../../../../../platform/isolation/isolate/resolve-path.ts';
import { toFileKind, toModules } from '../../../../../platform/isolation/isolate/modules.ts';

function toAll(sources: Record<string, string>): { files: Files; modules: Record<string, object> } {
  const map = new Map(Object.entries(sources));
  const files = Object.fromEntries([...map.keys()].map((path) => [path, toFileKind(path, map)]));
  return { files, modules: toModules(files, map) };
}

describe('the kind of a file', () => {
  it.each([
    ['index.js', {}, 'commonjs'],
    ['index.cjs', {}, 'commonjs'],
    ['index.mjs', {}, 'module'],
    ['data.json', {}, 'json'],
    ['readme.txt', {}, 'text'],
    ['index.js', { 'package.json': '{"type":"module"}' }, 'module'],
    ['a/b/index.js', { 'package.json': '{"type":"module"}' }, 'module'],
    ['a/index.js', { 'package.json': '{"type":"module"}', 'a/package.json': '{}' }, 'commonjs'],
  ])('of %s beside %j is %s', (path, others, kind) => {
    expect(toAll({ ...others, [path]: '{}' }).files[path]).toBe(kind);
  });

  it('of JSON that is none is text, which nobody has to be able to parse', () => {
    expect(toAll({ 'tsconfig.json': '{ // comment\n}' }).files['tsconfig.json']).toBe('text');
  });
});

describe('the modules of a package', () => {
  it('hold a CommonJS file wrapped, and as ES modules see it', () => {
    const { modules } = toAll({ 'lib/a.js': 'exports.x = 1;' });
    expect(modules['cjs/lib/a.js']).toEqual({ cjs: expect.stringContaining('{ exports.x = 1;\n}') });
    expect(modules['task/lib/a.js']).toEqual({ js: expect.stringContaining('("lib/a.js")') });
  });

  it('keep a file that does not compile from failing the others', () => {
    const { modules } = toAll({ 'a.js': 'const = 1' });
    expect(modules['cjs/a.js']).toEqual({
      cjs: expect.stringContaining('throw new SyntaxError("Unexpected token \'=\'")'),
    });
  });

  it('take a first line for the shell as a comment', () => {
    const { modules } = toAll({ 'a.js': '#!/usr/bin/env node\nexports.x = 1' });
    expect(modules['cjs/a.js']).toEqual({ cjs: expect.stringContaining('{ //#!/usr/bin/env node\n') });
  });

  it('leave out the ES modules of packages that nobody imports', () => {
    expect(Object.keys(toAll({ 'node_modules/p/index.mjs': 'export {}' }).modules)).toEqual([]);
  });

  it('lead from a specifier to the file of a package, and on from there', () => {
    const { modules } = toAll({
      'src/index.mjs': `import one, { a } from 'one'; export * from '../b.mjs'; await import('one/sub');
        import fs from 'node:fs'; import none from 'none';`,
      'b.mjs': '',
      'node_modules/one/package.json': '{"type":"module","exports":{".":"./lib/main.js","./*":"./lib/*.js"}}',
      'node_modules/one/lib/main.js': `import '../../two/x.mjs'`,
      'node_modules/one/lib/sub.js': 'export {}',
      'node_modules/two/x.mjs': 'export {}',
      'node_modules/two/y.mjs': 'export {}',
    });
    expect(modules['task/src/index.mjs']).toEqual({
      js: `import one, { a } from "../node_modules/one/lib/main.js"; export * from "../b.mjs"; await import("../node_modules/one/lib/sub.js");
        import fs from "node:fs"; import none from "none";`,
    });
    expect(Object.keys(modules).filter((name) => name.startsWith('task/node_modules'))).toEqual([
      'task/node_modules/one/package.json',
      'task/node_modules/one/lib/main.js',
      'task/node_modules/one/lib/sub.js',
      'task/node_modules/two/x.mjs',
    ]);
  });

  it('show the names of a CommonJS file to those who import it', () => {
    const { modules } = toAll({
      'index.mjs': `import { a } from 'one'`,
      'node_modules/one/index.js': 'exports.a = 1; module.exports = require("./more"); exports.default = 2',
      'node_modules/one/more.js': 'exports.b = 1; module.exports = require("./index.js")',
    });
    expect(modules['task/node_modules/one/index.js']).toEqual({
      js: expect.stringContaining('export { _0 as "a", _1 as "b" };'),
    });
    expect(modules['task/node_modules/one/more.js']).toEqual({ js: expect.not.stringContaining('as "b"') });
  });

  it.each([
    `import data from './d.json' with { type: 'json' };`,
    `import data from "./d.json" with {type:"json",};`,
  ])('name no type of a JSON file: %s', (source) => {
    expect(toAll({ 'a.mjs': source }).modules['task/a.mjs']).toEqual({
      js: expect.stringMatching(/^import data from "\.\/d\.json";$/),
    });
  });
});
