/** The script and the style sheet that make every page. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaasmarkError } from '../../harness/contract/errors.ts';
import { packageRoot } from '../../harness/contract/package-root.ts';

export interface PageParts {
  readonly script: string;
  readonly styles: string;
}

/** Where `npm run build` puts them. */
export const bundleFolder: string = join(packageRoot, 'dist', 'dashboards', 'live', 'page');

/** @throws FaasmarkError `PAGE_NOT_BUILT`. */
export function readPageParts(): PageParts {
  try {
    return {
      script: readFileSync(join(bundleFolder, 'page.js'), 'utf8'),
      styles: readFileSync(join(bundleFolder, 'page.css'), 'utf8'),
    };
  } catch (error) {
    throw new FaasmarkError(
      'PAGE_NOT_BUILT',
      `the page is not there: ${bundleFolder} has no page.js and page.css`,
      {
        hint: 'Make it with "npm run build".',
        cause: error,
      },
    );
  }
}
