/** `npm run dashboards`: writes the committed dashboards from their code. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { dashboardsFolder, renderDashboardFiles } from './dashboard-files.ts';

await rm(dashboardsFolder, { recursive: true, force: true });
for (const { path, text } of renderDashboardFiles()) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
