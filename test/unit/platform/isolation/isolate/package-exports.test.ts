import { describe, expect, it } from '@jest/globals';
import { findExport } from '../../../../../platform/isolation/isolate/package-exports.ts';

const nested = { node: { import: './n.mjs', require: './n.cjs' }, default: './d.js' };

describe('what a package shows', () => {
  it.each([
    ['./a.js', '.', './a.js'],
    ['./a.js', './a.js', undefined],
    [{ import: './a.mjs', default: './a.js' }, '.', './a.mjs'],
    [{ browser: './b.js' }, '.', undefined],
    [{ '.': nested }, '.', './n.mjs'],
    [{ '.': { require: './r.js', default: './d.js' } }, '.', './d.js'],
    [{ '.': ['./first.js', './second.js'] }, '.', './first.js'],
    [{ './*': './src/*.js', './*.js': './src/*.js', './a/*': './deep/*/*.js' }, './x', './src/x.js'],
    [{ './*': './src/*.js', './*.js': './src/*.js' }, './x.js', './src/x.js'],
    [{ './*': './src/*.js', './a/*': './deep/*/*.js' }, './a/y', './deep/y/y.js'],
    [{ './a/*': './*', './a/b/*': null }, './a/b/c', undefined],
    [{ './a/*': './x' }, './a/', undefined],
    [{ '#x': { node: 'fs' } }, '#x', 'fs'],
    [{ '#x/*': './x/*.js' }, '#x/y', './x/y.js'],
    [{ './*': './x' }, '.', undefined],
    [null, '.', undefined],
  ])('by %j as %s is %s', (map, key, target) => {
    expect(findExport(map, key, 'import')).toBe(target);
  });
});
