import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import * as policies from '../../../../platform/policies/index.ts';

interface Section {
  readonly title: string;
  readonly code: string;
}

const folder = 'platform/policies';
const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.md'),
);

/** The snippets of each section, in one piece: later ones may use the names of earlier ones. */
function readSections(): Section[] {
  return pages.flatMap((page) =>
    readFileSync(join(folder, page), 'utf8')
      .split(/^#{1,2} /m)
      .map((section) => ({
        title: `${page}: ${section.split('\n', 1)[0] ?? ''}`,
        code: [...section.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code).join('\n'),
      })),
  );
}

/** `x; // => y` becomes a check. */
const toChecked = (code: string): string => code.replace(/^(.+); \/\/ => (.+)$/gm, 'check($1, $2);');

describe('the snippets of the READMEs', () => {
  it.each(readSections().filter(({ code }) => code !== ''))('say what is so: $title', ({ code }) => {
    expect.hasAssertions();
    const check = (actual: unknown, expected: unknown): void => {
      expect(structuredClone(actual)).toEqual(structuredClone(expected));
    };
    runInNewContext(toChecked(code), { ...policies, check });
  });

  it('name everything that is exported', () => {
    const text = pages.map((page) => readFileSync(join(folder, page), 'utf8')).join('\n');
    const names = Object.entries(policies).flatMap(([name, value]) =>
      typeof value === 'function' ? [name] : Object.keys(value),
    );
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
  });
});
