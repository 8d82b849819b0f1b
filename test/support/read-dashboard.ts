/** The committed dashboard as Grafana reads it: its panels, and every query it would send. */
import { readFile } from 'node:fs/promises';
import { dashboardFile } from '../../dashboards/grafana/dashboard-file.ts';

export interface DashboardPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: {
    readonly defaults: { readonly unit?: string };
    readonly overrides: readonly unknown[];
  };
  readonly options?: { readonly yAxis?: { readonly unit?: string } };
  readonly targets?: readonly { readonly refId: string; readonly query: string; readonly alias?: string }[];
}

interface DashboardVariable {
  readonly name: string;
  readonly type: string;
  readonly query: string;
}

interface DashboardQuery {
  readonly kind: 'panel' | 'annotation' | 'variable';
  /** Where it stands, for the title of a test. */
  readonly where: string;
  readonly query: string;
  readonly alias: string;
}

interface ReadDashboard {
  readonly panels: readonly DashboardPanel[];
  readonly variables: readonly DashboardVariable[];
  readonly queries: readonly DashboardQuery[];
}

interface DashboardJson {
  readonly panels: readonly DashboardPanel[];
  readonly templating: { readonly list: readonly DashboardVariable[] };
  readonly annotations: {
    readonly list: readonly { readonly name: string; readonly target: { readonly query: string } }[];
  };
}

export async function readDashboard(): Promise<ReadDashboard> {
  const { panels, templating, annotations } = JSON.parse(
    await readFile(dashboardFile, 'utf8'),
  ) as DashboardJson;
  return {
    panels,
    variables: templating.list,
    queries: [
      ...panels.flatMap(({ title, targets = [] }) =>
        targets.map(({ refId, query, alias = '' }) => ({
          kind: 'panel' as const,
          where: `${title}, ${refId}`,
          query,
          alias,
        })),
      ),
      ...annotations.list.map(({ name, target }) => ({
        kind: 'annotation' as const,
        where: `annotation ${name}`,
        query: target.query,
        alias: '',
      })),
      ...templating.list
        .filter(({ type }) => type === 'query')
        .map(({ name, query }) => ({
          kind: 'variable' as const,
          where: `variable ${name}`,
          query,
          alias: '',
        })),
    ],
  };
}
