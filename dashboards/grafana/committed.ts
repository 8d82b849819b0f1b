/** The dashboards as they are committed: nobody needs the SDK that they were built with to use them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../harness/contract/package-root.ts';
import type { Language } from './query/languages.ts';

/** A folder for each language. */
export const dashboardsFolder: string = join(packageRoot, 'dashboards/grafana/json');

/** Paths, in order of name. */
export function listDashboards(language: Language): string[] {
  const folder = join(dashboardsFolder, language);
  return readdirSync(folder)
    .toSorted()
    .map((name) => join(folder, name));
}
