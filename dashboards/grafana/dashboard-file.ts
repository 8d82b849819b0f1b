/** The dashboard as Grafana imports it: committed, so that nobody needs the SDK to use it. */
import { join } from 'node:path';
import { packageRoot } from '../../harness/contract/package-root.ts';
import { createRunDashboard } from './run-dashboard.ts';

export const dashboardFile: string = join(packageRoot, 'dashboards/grafana/faasmark-run.json');

export function renderDashboardFile(): string {
  return `${JSON.stringify(createRunDashboard(), undefined, 2)}\n`;
}
