import { describe, expect, it } from '@jest/globals';
import { loadPackage } from '../../../harness/sinks/push/load-package.ts';

describe('a package that only some install', () => {
  it('is loaded where it is', async () => {
    expect(await loadPackage('here', async () => 42)).toBe(42);
  });

  it('is named where it is not, with the command that installs it', async () => {
    const notFound = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
    await expect(loadPackage('absent', () => Promise.reject(notFound))).rejects.toMatchObject({
      code: 'PACKAGE_MISSING',
      message: expect.stringContaining('absent'),
      hint: expect.stringContaining('npm install absent'),
    });
  });
});
