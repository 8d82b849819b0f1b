/** The dashboards as Grafana imports them: committed, so that nobody needs the SDK to use them. */
import { join } from 'node:path';
import { packageRoot } from '../../harness/contract/package-root.ts';
import { dashboards } from './dashboards.ts';
import { drawDashboard } from './draw-dashboard.ts';
import { type Language, languages } from './query/languages.ts';

export interface DashboardFile {
  readonly path: string;
  readonly language: Language;
  readonly uid: string;
  readonly text: string;
}

/** Where they are, a folder for each language. */
export const dashboardsFolder: string = join(packageRoot, 'dashboards/grafana/json');

export function renderDashboardFiles(): DashboardFile[] {
  return languages.flatMap((language) =>
    dashboards.map((plan) => ({
      path: join(dashboardsFolder, language, `${plan.uid}.json`),
      language,
      uid: plan.uid,
      text: `${JSON.stringify(drawDashboard(plan, language), undefined, 1)}\n`,
    })),
  );
}
