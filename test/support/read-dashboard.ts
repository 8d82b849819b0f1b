/** The committed dashboards as Grafana reads them: their panels, and every query they would send. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dashboards, type DashboardPlan } from '../../dashboards/grafana/dashboards.ts';
import { dashboardsFolder } from '../../dashboards/grafana/committed.ts';
import type { Language } from '../../dashboards/grafana/query/languages.ts';

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
  readonly targets?: readonly Target[];
}

/** SQL is in a field of its own. */
interface Target {
  readonly refId: string;
  readonly query?: string;
  readonly rawSql?: string;
  readonly alias?: string;
}

interface DashboardVariable {
  readonly name: string;
  readonly type: string;
  readonly query: string;
}

export interface DashboardQuery {
  readonly kind: 'panel' | 'annotation' | 'variable';
  /** Where it stands, for the title of a test. */
  readonly where: string;
  readonly query: string;
  readonly alias: string;
}

export interface ReadDashboard {
  readonly uid: string;
  readonly panels: readonly DashboardPanel[];
  readonly variables: readonly DashboardVariable[];
  readonly queries: readonly DashboardQuery[];
}

interface DashboardJson {
  readonly uid: string;
  readonly panels: readonly DashboardPanel[];
  readonly templating: { readonly list: readonly DashboardVariable[] };
  readonly annotations: { readonly list: readonly { readonly name: string; readonly target: Target }[] };
}

export async function readDashboards(language: Language): Promise<ReadDashboard[]> {
  return await Promise.all(dashboards.map((plan) => readDashboard(plan, language)));
}

/** Every query once, though several dashboards may have it. */
export async function readQueries(language: Language): Promise<DashboardQuery[]> {
  const read = await readDashboards(language);
  const byWhere = new Map(read.flatMap(({ queries }) => queries).map((query) => [query.where, query]));
  return [...byWhere.values()];
}

async function readDashboard({ uid }: DashboardPlan, language: Language): Promise<ReadDashboard> {
  const json = JSON.parse(
    await readFile(join(dashboardsFolder, language, `${uid}.json`), 'utf8'),
  ) as DashboardJson;
  const { panels, templating, annotations } = json;
  const textOf = ({ query, rawSql }: Target): string => query ?? rawSql ?? '';
  return {
    uid: json.uid,
    panels,
    variables: templating.list,
    queries: [
      ...panels.flatMap(({ title, targets = [] }) =>
        targets.map((target) => ({
          kind: 'panel' as const,
          where: `${title}, ${target.refId}`,
          query: textOf(target),
          alias: target.alias ?? '',
        })),
      ),
      ...annotations.list.map(({ name, target }) => ({
        kind: 'annotation' as const,
        where: `annotation ${name}`,
        query: textOf(target),
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
