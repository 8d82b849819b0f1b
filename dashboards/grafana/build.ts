/** `npm run dashboards`: writes the committed dashboard from its code. */
import { writeFile } from 'node:fs/promises';
import { dashboardFile, renderDashboardFile } from './dashboard-file.ts';

await writeFile(dashboardFile, renderDashboardFile());
