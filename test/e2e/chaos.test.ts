import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { packageRoot } from '../../harness/contract/package-root.ts';
import { describeWhereThere } from '../support/skip-where-missing.ts';

const missing = process.platform === 'linux' ? undefined : 'chaos looks at /proc';

describeWhereThere(missing, 'half a minute of chaos', () => {
  it('loses no event and leaves nothing behind', async () => {
    const main = join(packageRoot, 'dist', 'test', 'chaos', 'main.js');
    const played = await promisify(execFile)(process.execPath, [
      main,
      '--minutes',
      '0.4',
      '--seed',
      '1',
    ]).catch((error: unknown) => error as { readonly stdout: string });
    expect(played.stdout).toMatch(/^passed$/m);
    expect(played.stdout).toMatch(/ [1-9]\d* accepted, .* 0 lost/);
  }, 180_000);
});
