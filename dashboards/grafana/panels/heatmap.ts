/** Draws counts by step and bucket: the database counts, Grafana only draws. */
import { HeatmapCellLayout } from '@grafana/grafana-foundation-sdk/common';
import {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  HeatmapColorScale,
  PanelBuilder,
  RowsHeatmapOptionsBuilder,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import type { Language } from '../query/languages.ts';
import { createTarget, influxSource, letterOf } from '../target.ts';
import type { Heatmap } from './panel.ts';

export function drawHeatmap(panel: Heatmap, language: Language): PanelBuilder {
  const name = language === 'influxql' ? '$col' : undefined;
  return (
    new PanelBuilder()
      .title(panel.title)
      .description(panel.description)
      .datasource(influxSource)
      .span(panel.width)
      .height(10)
      .interval('1s')
      // The database adds up 29 fields for each column of cells.
      .maxDataPoints(240)
      .withTarget(createTarget(panel.query, language, { refId: letterOf(0), format: 'time_series', name }))
      .calculate(false)
      .rowsFrame(new RowsHeatmapOptionsBuilder().layout(HeatmapCellLayout.Le).value('invocations'))
      .yAxis(new YAxisConfigBuilder().unit(panel.unit))
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
