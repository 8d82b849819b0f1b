/** Everything that is committed, as its code makes it now. */
import { join } from 'node:path';
import { packageRoot } from '../../harness/contract/package-root.ts';
import { dashboardsFolder } from './committed.ts';
import { dashboards } from './dashboards.ts';
import { drawDashboard } from './draw-dashboard.ts';
import { toProvisioning } from './provisioning.ts';
import { languages } from './query/languages.ts';

export interface BuiltFile {
  readonly path: string;
  readonly text: string;
}

export function buildFiles(): BuiltFile[] {
  const drawn = languages.flatMap((language) =>
    dashboards.map((plan) => ({
      path: join(dashboardsFolder, language, `${plan.uid}.json`),
      text: `${JSON.stringify(drawDashboard(plan, language), undefined, 1)}\n`,
    })),
  );
  const provisioning = toProvisioning({ language: 'influxql', dashboards: 'json/influxql' }).map(
    ({ path, text }) => ({ path: join(packageRoot, 'dashboards/grafana', path), text }),
  );
  return [...drawn, ...provisioning];
}
