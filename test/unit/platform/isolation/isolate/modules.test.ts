import { describe, expect, it } from '@jest/globals';
import type { Files } from '../../../../../platform/isolation/isolate/common-js.ts';
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

  it('leave out the ES modules of packages', () => {
    expect(Object.keys(toAll({ 'node_modules/p/index.mjs': 'export {}' }).modules)).toEqual([]);
  });

  it.each([
    `import data from './d.json' with { type: 'json' };`,
    `import data from "./d.json" with {type:"json",};`,
  ])('name no type of a JSON file: %s', (source) => {
    expect(toAll({ 'a.mjs': source }).modules['task/a.mjs']).toEqual({
      js: expect.stringMatching(/^import data from ['"]\.\/d\.json['"];$/),
    });
  });
});
