/** A dashboard as Grafana's JSON, with its queries in one language. */
import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { createAnnotations } from './annotations.ts';
import type { DashboardPlan } from './dashboards.ts';
import { drawPanel } from './panels/draw-panel.ts';
import type { Language } from './query/languages.ts';
import { createVariables } from './variables.ts';

export function drawDashboard(
  { uid, title, description, rows }: DashboardPlan,
  language: Language,
): Dashboard {
  const dashboard = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['faasmark'])
    // One cursor through all charts.
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-15m', to: 'now' })
    .refresh('5s')
    .variables(createVariables(language))
    .annotations(createAnnotations(language));
  let id = 0;
  for (const row of rows) {
    dashboard.withRow(new RowBuilder(row.title).id(++id));
    for (const panel of row.panels) dashboard.withPanel(drawPanel(panel, language).id(++id));
  }
  return dashboard.build();
}
