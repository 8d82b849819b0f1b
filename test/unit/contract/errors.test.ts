import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  FaasmarkError,
  errorCatalogue,
  errorCodeOf,
  isFaasmarkError,
} from '../../../harness/contract/errors.ts';
import { exitCodes } from '../../../harness/contract/exit-codes.ts';
import { packageRoot } from '../../../harness/contract/package-root.ts';

const documentation = readFileSync(join(packageRoot, 'harness/contract/errors.md'), 'utf8');
const documented = Array.from(
  documentation.matchAll(/^\|\s*`([A-Z_]+)`\s*\|\s*(\d+)\s*\|/gm),
  ([, code, exit]) => [code, Number(exit)],
);

describe('the error catalogue', () => {
  it('is documented code by code, with the exit codes that the types say', () => {
    expect(Object.fromEntries(documented)).toEqual(errorCatalogue);
  });

  it('documents every code once', () => {
    expect(documented).toHaveLength(Object.keys(errorCatalogue).length);
  });

  it('uses no exit code that is not declared', () => {
    expect(Object.values(exitCodes)).toEqual(expect.arrayContaining(Object.values(errorCatalogue)));
  });
});

describe('an error', () => {
  it('is recognised by its code, also when another module instance or thread made it', () => {
    expect(isFaasmarkError(new FaasmarkError('USAGE', 'no'))).toBe(true);
    expect(isFaasmarkError({ code: 'USAGE', message: 'copied' })).toBe(true);
    expect(isFaasmarkError({ code: 'ENOENT' })).toBe(false);
    expect(isFaasmarkError(undefined)).toBe(false);
  });

  it('keeps its hint and its cause', () => {
    const cause = { code: 'ENOENT' };
    const error = new FaasmarkError('USAGE', 'no such file', { hint: 'Name another.', cause });
    expect(error.hint).toBe('Name another.');
    expect(errorCodeOf(error.cause)).toBe('ENOENT');
  });
});
