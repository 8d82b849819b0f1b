/** The dashboards: what each is for, and which rows it has. */
import type { Row } from './panels/panel.ts';
import { breakEvenRow, costRow } from './rows/cost.ts';
import { generatorDetailRow, generatorRow } from './rows/generator.ts';
import { headlineRow, resultsRow } from './rows/headline.ts';
import { instancesRow } from './rows/instances.ts';
import { providerChartsRow, providerResultsRow } from './rows/providers.ts';
import { heatmapRow, responseTimeRow } from './rows/response-time.ts';
import { runCountsRow, runToRunRow } from './rows/run-to-run.ts';
import { breakdownRow, distributionRow, startsRow } from './rows/starts.ts';
import { throughputRow } from './rows/throughput.ts';

export interface DashboardPlan {
  /** Its address in Grafana, and the name of its file. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly rows: readonly Row[];
}

export const dashboards: readonly DashboardPlan[] = [
  {
    uid: 'faasmark-run',
    title: 'faasmark run',
    description:
      'One run, or several beside each other, while they last and afterwards: everything at a glance.',
    rows: [
      headlineRow,
      throughputRow,
      responseTimeRow,
      startsRow,
      instancesRow,
      costRow,
      generatorRow,
      runToRunRow,
    ],
  },
  {
    uid: 'faasmark-cold-start',
    title: 'faasmark cold start',
    description: 'How often a start is cold, what that costs a caller, and what it is made of.',
    rows: [startsRow, distributionRow, breakdownRow, resultsRow],
  },
  {
    uid: 'faasmark-scale-out',
    title: 'faasmark scale-out',
    description:
      'How instances follow the load, and how long callers wait meanwhile: one cursor through all of it.',
    rows: [instancesRow, heatmapRow, throughputRow],
  },
  {
    uid: 'faasmark-cost',
    title: 'faasmark cost',
    description:
      'What the load costs at each moment, and from which rate on a machine that is always on costs less.',
    rows: [costRow, breakEvenRow],
  },
  {
    uid: 'faasmark-generator',
    title: 'faasmark generator',
    description: 'Whether the load generator itself may be believed.',
    rows: [generatorRow, generatorDetailRow],
  },
  {
    uid: 'faasmark-trend',
    title: 'faasmark trend',
    description: 'Run after run: better or worse than before.',
    rows: [runToRunRow, runCountsRow],
  },
  {
    uid: 'faasmark-providers',
    title: 'faasmark providers',
    description: 'Providers beside each other, by the same measures.',
    rows: [providerResultsRow, providerChartsRow, resultsRow],
  },
];
