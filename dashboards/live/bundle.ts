/** Makes the page's script and style sheet, one file each, out of `web/`: part of `npm run build`. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { packageRoot } from '../../harness/contract/package-root.ts';
import { bundleFolder } from './page-parts.ts';

const web = join(packageRoot, 'dashboards', 'live', 'web');

await build({
  entryPoints: [
    { in: join(web, 'main.tsx'), out: 'page' },
    { in: join(web, 'page.css'), out: 'page' },
  ],
  outdir: bundleFolder,
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['es2022', 'chrome110', 'firefox110', 'safari16.4'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'warning',
});
