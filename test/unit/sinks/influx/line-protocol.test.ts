import { describe, expect, it } from '@jest/globals';
import { toLine, toSeries } from '../../../../harness/sinks/influx/line-protocol.ts';

describe('a series', () => {
  it.each([
    ['sorts its tags', { run: 'r', fn: 'f' }, 'm,fn=f,run=r'],
    ['escapes what separates', { fn: 'a b,c=d' }, String.raw`m,fn=a\ b\,c\=d`],
    ['has no line end', { fn: 'a\nb' }, String.raw`m,fn=a\ b`],
    ['leaves out an empty tag', { fn: '', run: 'r' }, 'm,run=r'],
    ['ends no tag with a backslash', { fn: 'a\\' }, 'm,fn=a'],
  ])('%s', (_, tags, series) => {
    expect(toSeries('m', tags)).toBe(series);
  });
});

describe('a line', () => {
  it.each([
    ['a whole number as a float', { value: 3 }, 'm value=3 9'],
    ['a fraction', { value: 0.1 }, 'm value=0.1 9'],
    ['a tiny number', { value: 1e-7 }, 'm value=1e-7 9'],
    ['a bigint as an integer', { value: 3n }, 'm value=3i 9'],
    ['a text', { value: 'a "b" \\c' }, String.raw`m value="a \"b\" \\c" 9`],
    ['a text of two lines as one', { value: 'a\r\nb' }, 'm value="a b" 9'],
    [
      'nothing for NaN, infinity and undefined',
      { a: Number.NaN, b: -Infinity, c: undefined, d: 1n },
      'm d=1i 9',
    ],
  ])('writes %s', (_, fields, line) => {
    expect(toLine('m', fields, 9n)).toBe(line);
  });

  it('is none without a field', () => {
    expect(toLine('m', { value: Number.NaN }, 9n)).toBeUndefined();
  });
});
