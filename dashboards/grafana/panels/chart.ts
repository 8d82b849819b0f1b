/** Draws lines or bars over time. */
import {
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  LineInterpolation,
  ScaleDistribution,
  ScaleDistributionConfigBuilder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Language } from '../query/languages.ts';
import { createTarget, displayNameOf, influxSource, letterOf } from '../target.ts';
import type { Chart } from './panel.ts';

export function drawChart(panel: Chart, language: Language): PanelBuilder {
  const chart = new PanelBuilder()
    .title(panel.title)
    .description(panel.description)
    .datasource(influxSource)
    .span(panel.width)
    .height(8)
    .unit(panel.unit)
    // The sink writes a point a second: a shorter step would be full of holes.
    .interval('1s')
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
    .legend(createLegend())
    .targets(
      panel.lines.map(({ query, name }, at) =>
        createTarget(query, language, { refId: letterOf(at), format: 'time_series', name }),
      ),
    );
  if (panel.scale === 'log') chart.scaleDistribution(createLogScale());
  else chart.axisSoftMin(0);
  if (language !== 'influxql') nameLines(chart, panel);
  addStyle(chart, panel);
  return chart;
}

function addStyle(chart: PanelBuilder, { style, colors = {}, dashed = [], downwards = [] }: Chart): void {
  if (style === 'steps') chart.lineInterpolation(LineInterpolation.StepAfter);
  if (style === 'points') chart.showPoints(VisibilityMode.Always);
  if (style === 'bars' || style === 'stacked') {
    chart.drawStyle(GraphDrawStyle.Bars).fillOpacity(80).lineWidth(0);
  }
  if (style === 'stacked') {
    chart.stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));
  }
  for (const [name, fixedColor] of Object.entries(colors)) {
    chart.overrideByName(name, [{ id: 'color', value: { mode: 'fixed', fixedColor } }]);
  }
  for (const name of dashed) {
    chart.overrideByName(name, [{ id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 6] } }]);
  }
  for (const name of downwards) {
    chart.overrideByName(name, [{ id: 'custom.transform', value: 'negative-Y' }]);
  }
}

function nameLines(chart: PanelBuilder, { lines }: Chart): void {
  for (const [at, { name }] of lines.entries()) {
    chart.overrideByQuery(letterOf(at), [{ id: 'displayName', value: displayNameOf(name) }]);
  }
}

function createLegend(): VizLegendOptionsBuilder {
  return new VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom);
}

function createLogScale(): ScaleDistributionConfigBuilder {
  return new ScaleDistributionConfigBuilder().type(ScaleDistribution.Log).log(10);
}
