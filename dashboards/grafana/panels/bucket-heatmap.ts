/** A heatmap of the `le_*` fields: the server counts, Grafana only draws. */
import { HeatmapCellLayout } from '@grafana/grafana-foundation-sdk/common';
import {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  HeatmapColorScale,
  PanelBuilder,
  RowsHeatmapOptionsBuilder,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import { Milliseconds } from '@grafana/grafana-foundation-sdk/units';
import { InfluxqlQuery } from '../influxql-query.ts';
import { eachStep, influxSource, ofFunction } from '../selection.ts';
import type { PanelText } from './panel.ts';

/** Upper bounds in milliseconds, as the sink writes them; above the last is `le_inf`. A test compares the two lists. */
export const bucketBoundsMs: readonly number[] = [
  1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000, 3000, 5000, 7000,
  10_000, 15_000, 20_000, 30_000, 60_000,
];

export function createBucketHeatmap(text: PanelText): PanelBuilder {
  // Each bucket is a row that is named by its bound; Grafana sorts the rows because all names are numbers.
  const buckets = [
    ...bucketBoundsMs.map((bound) => `sum("le_${bound}") AS "${bound}"`),
    'sum("le_inf") AS "+Inf"',
  ];
  const query = `SELECT ${buckets.join(', ')} FROM "faas_window" WHERE ${ofFunction} ${eachStep([], 'null')}`;
  return (
    new PanelBuilder()
      .title(text.title)
      .description(text.description)
      .datasource(influxSource)
      .span(text.width)
      .height(10)
      .interval('1s')
      // The database adds up 29 fields for each column of cells.
      .maxDataPoints(240)
      .withTarget(new InfluxqlQuery(query, { alias: '$col' }))
      .calculate(false)
      .rowsFrame(new RowsHeatmapOptionsBuilder().layout(HeatmapCellLayout.Le).value('invocations'))
      .yAxis(new YAxisConfigBuilder().unit(Milliseconds))
      .color(
        new HeatmapColorOptionsBuilder()
          .mode(HeatmapColorMode.Scheme)
          .scheme('Spectral')
          .fill('dark-orange')
          .scale(HeatmapColorScale.Exponential)
          .exponent(0.5)
          .steps(64)
          .reverse(true),
      )
  );
}
