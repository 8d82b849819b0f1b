import { describe, expect, it } from '@jest/globals';
import { createCommonJs } from '../../../../../platform/isolation/isolate/common-js.ts';

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
