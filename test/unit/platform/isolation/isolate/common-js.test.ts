import { describe, expect, it } from '@jest/globals';
import {
  createCommonJs,
  type Files,
  resolvePath,
} from '../../../../../platform/isolation/isolate/common-js.ts';

const files: Files = {
  'index.js': 'commonjs',
  'package.json': 'json',
  'data.json': 'json',
  'lib/index.js': 'commonjs',
  'lib/deep/file.cjs': 'commonjs',
  'node_modules/one/package.json': 'json',
  'node_modules/one/main.js': 'commonjs',
  'node_modules/@scope/two/index.js': 'commonjs',
  'lib/node_modules/one/index.js': 'commonjs',
};

const readJson = (path: string): unknown =>
  path === 'node_modules/one/package.json' ? { main: 'main' } : {};

describe('a specifier', () => {
  it.each([
    ['index.js', './lib', 'lib/index.js'],
    ['index.js', './lib/deep/file', 'lib/deep/file.cjs'],
    ['lib/deep/file.cjs', '../..', 'index.js'],
    ['lib/deep/file.cjs', '../../data', 'data.json'],
    ['index.js', 'one', 'node_modules/one/main.js'],
    ['index.js', '@scope/two', 'node_modules/@scope/two/index.js'],
    ['lib/deep/file.cjs', 'one', 'lib/node_modules/one/index.js'],
    ['index.js', '/bundle/task/data.json', 'data.json'],
    ['index.js', './none', undefined],
    ['index.js', '../../../etc/passwd', undefined],
    ['index.js', '/etc/passwd', undefined],
    ['index.js', 'node:fs', undefined],
    ['index.js', './constructor', undefined],
  ])('in %s: %s is %s', (from, specifier, path) => {
    expect(resolvePath(files, from, specifier, readJson)).toBe(path);
  });
});

describe('loading', () => {
  type Wrapper = (
    exports: Record<string, unknown>,
    ask: (name: string) => unknown,
    module: { exports: unknown },
    filename: string,
    dirname: string,
  ) => void;

  function create(sources: Record<string, Wrapper>): ReturnType<typeof createCommonJs> {
    const kinds = Object.fromEntries(Object.keys(sources).map((path) => [path, 'commonjs' as const]));
    return createCommonJs({ ...kinds, 'x.mjs': 'module' }, (name) => {
      const source = sources[name.slice('./cjs/'.length)];
      if (name === 'fs') return 'built in';
      if (source === undefined) throw new Error('no such module');
      return source;
    });
  }

  it('runs a file once, and tells it where it is', () => {
    let runs = 0;
    const commonJs = create({
      'a/b.js': (exports, _require, _module, filename, dirname) => {
        Object.assign(exports, { run: ++runs, filename, dirname });
      },
    });
    expect(commonJs.load('a/b.js')).toBe(commonJs.load('a/b.js'));
    expect(commonJs.load('a/b.js')).toEqual({
      run: 1,
      filename: '/bundle/task/a/b.js',
      dirname: '/bundle/task/a',
    });
  });

  it('shows files that need each other what there is so far', () => {
    const commonJs = create({
      'a.js': (exports, ask) => {
        exports['early'] = 1;
        exports['b'] = ask('./b');
      },
      'b.js': (exports, ask) => Object.assign(exports, { seen: { ...(ask('./a') as object) } }),
    });
    expect(commonJs.load('a.js')).toEqual({ early: 1, b: { seen: { early: 1 } } });
  });

  it('finds the modules of Node.js, and says who asked for what is not there', () => {
    const commonJs = create({
      'a.js': (_exports, ask, module) => {
        module.exports = ask('fs');
      },
      'b.js': (_exports, ask) => void ask('left-pad'),
      'c.js': (_exports, ask) => void ask('./x.mjs'),
    });
    expect(commonJs.load('a.js')).toBe('built in');
    expect(() => commonJs.load('b.js')).toThrow(
      "Cannot find module 'left-pad'\nRequire stack:\n- /bundle/task/b.js",
    );
    expect(() => commonJs.load('c.js')).toThrow('require() of ES Module');
  });

  it('tries a file again that failed', () => {
    let runs = 0;
    const commonJs = create({
      'a.js': () => {
        if (++runs === 1) throw new Error('not yet');
      },
    });
    expect(() => commonJs.load('a.js')).toThrow('not yet');
    expect(commonJs.load('a.js')).toEqual({});
  });
});
