/** Versions that a manifest records and `--version` prints. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../contract/package-root.ts';

const manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
  readonly version: string;
};

export const versions: Readonly<Record<string, string>> = {
  faasmark: manifest.version,
  node: process.versions.node,
};
