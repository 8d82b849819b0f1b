/** The k6 that `prepare.sh` has built. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../harness/contract/package-root.ts';

const folder = join(packageRoot, '.cache', 'runtime-clients', 'k6');

export const k6Program: string = join(folder, 'k6');

/** Undefined where there is one; else the sentence to skip with. */
export const k6IsMissing: string | undefined = existsSync(join(folder, '.stamp'))
  ? undefined
  : 'k6 is not prepared: run test/support/prepare.sh';
