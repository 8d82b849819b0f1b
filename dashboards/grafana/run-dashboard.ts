/** The dashboard "faasmark run": one run, or several beside each other, while they last and afterwards. */
import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { createAnnotations } from './annotations.ts';
import { createCostRow } from './rows/cost.ts';
import { createGeneratorRow } from './rows/generator.ts';
import { createHeadlineRow } from './rows/headline.ts';
import { createInstancesRow } from './rows/instances.ts';
import { createResponseTimeRow } from './rows/response-time.ts';
import { createRunToRunRow } from './rows/run-to-run.ts';
import { createStartsRow } from './rows/starts.ts';
import { createThroughputRow } from './rows/throughput.ts';
import { createVariables } from './variables.ts';

export function createRunDashboard(): Dashboard {
  const dashboard = new DashboardBuilder('faasmark run')
    .uid('faasmark-run')
    .description('Cold start, scale-out and cost of FaaS platforms, as faasmark streams them to InfluxDB.')
    .tags(['faasmark'])
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-15m', to: 'now' })
    .refresh('5s')
    .variables(createVariables())
    .annotations(createAnnotations());
  let id = 0;
  for (const row of createRows()) {
    dashboard.withRow(new RowBuilder(row.title).id(++id));
    for (const panel of row.panels) dashboard.withPanel(panel.id(++id));
  }
  return dashboard.build();
}

const createRows = () => [
  createHeadlineRow(),
  createThroughputRow(),
  createResponseTimeRow(),
  createStartsRow(),
  createInstancesRow(),
  createCostRow(),
  createGeneratorRow(),
  createRunToRunRow(),
];
