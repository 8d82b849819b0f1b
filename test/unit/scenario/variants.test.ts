import { describe, expect, it } from '@jest/globals';
import { parseScenario } from '../../../harness/scenario/parse-scenario.ts';

const catalog = { noop: ['nodejs', 'python'], thumbnail: ['nodejs'] } as const;

function parse(variants: string, more = '') {
  return parseScenario(
    `name: varied
functions: { hello: { use: noop, memoryMiB: 256 }, small: { use: thumbnail } ${more} }
experiments: [{ kind: cold-start, functions: [hello], variants: ${variants} }]
`,
    { file: 'x.yaml', catalog },
  );
}

describe('variants of a function', () => {
  it('are every combination, each a function of its own that may be missing', () => {
    const { functions, experiments } = parse(
      '{ runtime: [nodejs, python], memoryMiB: [128, 512], fillerMiB: [0, 2.5] }',
    );
    const names = ['nodejs-128', 'nodejs-512', 'python-128', 'python-512'].flatMap((name) => [
      `hello-${name}-f0`,
      `hello-${name}-f2_5`,
    ]);
    expect(experiments[0]).toMatchObject({ functions: names });
    expect(Object.keys(functions)).toEqual(['hello', 'small', ...names]);
    expect(functions['hello-python-512-f2_5']).toMatchObject({
      source: { kind: 'catalog', name: 'noop', runtime: 'python' },
      memoryMiB: 512,
      fillerMiB: 2.5,
      optional: true,
    });
    expect(functions['hello-python-512-f0']?.fillerMiB).toBeUndefined();
  });

  it('keep what is not varied', () => {
    const { functions } = parse('{ isolation: [container] }');
    expect(functions['hello-container']).toMatchObject({ memoryMiB: 256, isolation: 'container' });
  });

  it.each([
    ['{ runtime: [go] }', 'variants.runtime: "hello" is there for "nodejs", "python" only'],
    ['{ memoryMiB: [1] }', 'variants.memoryMiB[0]: Too small'],
    ['{ colour: [red] }', 'variants.colour: unknown key'],
  ])('that cannot be are refused: %s', (variants, message) => {
    expect(() => parse(variants)).toThrow(message);
  });

  it('of the isolation level are for the reference platform', () => {
    const text = `name: varied
provider: { id: http }
functions: { hello: { url: 'http://127.0.0.1:1' } }
experiments: [{ kind: cold-start, functions: [hello], variants: { isolation: [process], fillerMiB: [1] } }]
`;
    expect(() => parseScenario(text, { file: 'x.yaml', catalog })).toThrow(
      /variants\.isolation: only the reference platform[^]*variants\.fillerMiB: nothing is deployed/,
    );
  });

  it('must not make a name too long', () => {
    const text = `name: varied
functions: { a-very-long-name-of-a-function: { use: noop } }
experiments: [{ kind: cold-start, functions: [a-very-long-name-of-a-function], variants: { runtime: [python] } }]
`;
    expect(() => parseScenario(text, { file: 'x.yaml', catalog })).toThrow(/at most 28 letters/);
  });
});
