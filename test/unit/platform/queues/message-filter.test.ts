import { describe, expect, it } from '@jest/globals';
import { readFilterCriteria, toMessageFilter } from '../../../../platform/queues/message-filter.ts';

const order = {
  kind: 'Order',
  city: 'Bern',
  price: 12.5,
  tags: ['new', 'blue'],
  gift: null,
  paid: true,
  at: { day: 3 },
};

const isWanted = (pattern: unknown, body: unknown): boolean =>
  toMessageFilter([JSON.stringify(pattern)])(typeof body === 'string' ? body : JSON.stringify(body));

describe('a message is wanted', () => {
  it.each([
    [{ kind: ['Order'] }, true],
    [{ kind: ['order'] }, false],
    [{ kind: ['Order', 'Bill'], city: ['Bern'] }, true],
    [{ kind: ['Order'], city: ['Basel'] }, false],
    [{ price: [12.5] }, true],
    [{ price: ['12.5'] }, false],
    [{ gift: [null], paid: [true] }, true],
    [{ none: [null] }, false],
    [{ at: { day: [3] } }, true],
    [{ at: { day: { deeper: [3] } } }, false],
    [{ tags: ['blue'] }, true],
    [{ tags: ['red'] }, false],
    [{ kind: [{ prefix: 'Or' }] }, true],
    [{ kind: [{ suffix: 'er' }] }, true],
    [{ kind: [{ 'equals-ignore-case': 'ORDER' }] }, true],
    [{ price: [{ prefix: '1' }] }, false],
    [{ kind: [{ 'anything-but': 'Bill' }] }, true],
    [{ kind: [{ 'anything-but': ['Bill', 'Order'] }] }, false],
    [{ kind: [{ 'anything-but': { prefix: 'Or' } }] }, false],
    [{ none: [{ 'anything-but': 'x' }] }, false],
    [{ price: [{ numeric: ['>', 10, '<=', 12.5] }] }, true],
    [{ price: [{ numeric: ['=', 12] }] }, false],
    [{ kind: [{ numeric: ['>', 0] }] }, false],
    [{ none: [{ exists: false }], kind: [{ exists: true }] }, true],
    [{ gift: [{ exists: true }] }, true],
    [{ kind: [{ exists: false }, 'Order'] }, true],
    [{ $or: [{ city: ['Basel'] }, { price: [{ numeric: ['<', 20] }] }] }, true],
    [{ $or: [{ city: ['Basel'] }, { price: [1] }], kind: ['Order'] }, false],
    [{}, true],
  ])('by %j: %s', (body, expected) => {
    expect(isWanted({ body }, order)).toBe(expected);
  });

  it('by a text only when its body is one, and by fields only when it is an object', () => {
    expect(isWanted({ body: [{ prefix: 'go' }] }, 'go now')).toBe(true);
    expect(isWanted({ body: [{ prefix: '{' }] }, order)).toBe(false);
    expect(isWanted({ body: { kind: [{ exists: false }] } }, 'no JSON')).toBe(false);
  });

  it('by one pattern of several, and by none at all', () => {
    const filter = toMessageFilter(['{"body":["a"]}', '{"body":["b"]}']);
    expect(['a', 'b', 'c'].map(filter)).toEqual([true, true, false]);
    expect(toMessageFilter([])('x')).toBe(true);
    expect(toMessageFilter(['{}'])('x')).toBe(true);
  });
});

describe('criteria', () => {
  it.each<[unknown, string[]]>([
    [{ Filters: [{ Pattern: '{' }] }, ['it is no JSON object']],
    [{ Filters: [{ Pattern: '{"messageId":["1"]}' }] }, [`'messageId' cannot be filtered by, only 'body'`]],
    [
      { Filters: [{ Pattern: '{"body":"x"}' }] },
      [`'body' must be an array of values or an object of fields`],
    ],
    [{ Filters: [{ Pattern: '{"body":{"a":[]}}' }] }, [`'body.a' must not be empty`]],
    [
      { Filters: [{ Pattern: '{"body":{"a":[{"regex":"."}]}}' }] },
      [`'body.a' has an operator other than exists`],
    ],
    [
      { Filters: [{ Pattern: '{"body":{"a":[{"numeric":["!",1]}]}}' }] },
      [`'body.a.numeric' must be one or two comparisons`],
    ],
    [
      { Filters: [{ Pattern: '{"body":{"a":[{"numeric":[]}]}}' }] },
      [`'body.a.numeric' must be one or two comparisons`],
    ],
    [
      { Filters: [{ Pattern: '{"body":{"a":[{"exists":"yes"}]}}' }] },
      [`'body.a.exists' must be true or false`],
    ],
    [{ Filters: [{ Pattern: '{"body":{"a":[{"prefix":1}]}}' }] }, [`'body.a.prefix' must be a text`]],
    [{ Filters: [{ Pattern: '{"body":{"$or":[{"a":[1]}]}}' }] }, [`'body.$or' must be an array of patterns`]],
    [{ Filters: [{ Pattern: '{}' }, {}] }, [`'filterCriteria.filters.2.pattern' must be a text of JSON`]],
    [{ Filters: [{ Pattern: ' '.repeat(4097) }] }, ['has more than 4096 characters']],
    [
      { Filters: Array.from({ length: 6 }, () => ({ Pattern: '{}' })) },
      ['FilterCriteria has more than 5 filters'],
    ],
    [{ Filters: 'x' }, ['FilterCriteria must be']],
    ['x', ['FilterCriteria must be']],
  ])('%j are refused', (criteria, expected) => {
    const problems: string[] = [];
    readFilterCriteria(criteria, problems);
    expect(problems).toEqual(expected.map((text) => expect.stringContaining(text)));
  });

  it('that are absent change nothing, and empty ones take all filters away', () => {
    const problems: string[] = [];
    expect(readFilterCriteria(undefined, problems)).toBeUndefined();
    expect(readFilterCriteria({}, problems)).toEqual([]);
    expect(problems).toEqual([]);
  });
});
