/** `npm run dashboards`: writes what is committed from its code. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { dashboardsFolder } from './committed.ts';
import { buildFiles } from './dashboard-files.ts';

await rm(dashboardsFolder, { recursive: true, force: true });
for (const { path, text } of buildFiles()) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
