import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import * as policies from '../../../../platform/policies/index.ts';

interface Section {
  readonly title: string;
  readonly code: string;
}

/** The snippets of each section, in one piece: later ones may use the names of earlier ones. */
function readSections(): Section[] {
  const text = readFileSync('platform/policies/README.md', 'utf8');
  return text.split(/^#{2,3} /m).map((section) => ({
    title: section.split('\n', 1)[0] ?? '',
    code: [...section.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code).join('\n'),
  }));
}

/** `x; // => y` becomes a check. */
const toChecked = (code: string): string => code.replace(/^(.+); \/\/ => (.+)$/gm, 'check($1, $2);');

describe('the snippets of the README', () => {
  it.each(readSections().filter(({ code }) => code !== ''))('say what is so: $title', ({ code }) => {
    expect.hasAssertions();
    const check = (actual: unknown, expected: unknown): void => {
      expect(structuredClone(actual)).toEqual(structuredClone(expected));
    };
    runInNewContext(toChecked(code), { ...policies, check });
  });
});
