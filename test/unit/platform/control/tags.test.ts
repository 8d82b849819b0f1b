import { describe, expect, it } from '@jest/globals';
import { readTags } from '../../../../platform/control/tags.ts';

const many = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, '']));

describe('tags', () => {
  it.each([
    ['none', {}],
    ['one', { owner: 'me' }],
    ['an empty value', { owner: '' }],
    ['as many as there may be', many(50)],
  ])('can be %s', (_, value) => {
    expect(Object.fromEntries(readTags(value))).toEqual(value);
  });

  it.each([
    ['nothing', undefined],
    ['a list', ['owner']],
    ['a number', { owner: 7 }],
    ['an empty key', { '': 'x' }],
    ['a long key', { ['x'.repeat(129)]: 'x' }],
    ['a long value', { x: 'x'.repeat(257) }],
    ["a key of AWS's own", { 'aws:owner': 'x' }],
    ['too many', many(51)],
  ])('cannot be %s', (_, value) => {
    expect(() => readTags(value)).toThrow(
      expect.objectContaining({ type: 'InvalidParameterValueException', status: 400 }),
    );
  });
});
