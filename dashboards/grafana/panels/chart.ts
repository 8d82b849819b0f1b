/** Lines or bars over time, each named by the alias of its query. */
import {
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  ScaleDistribution,
  ScaleDistributionConfigBuilder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { InfluxqlQuery } from '../influxql-query.ts';
import { influxSource } from '../selection.ts';
import type { PanelText } from './panel.ts';

export interface ChartOptions {
  /** `log`: from a warm start to a cold one in one picture. Default: `linear`, from zero. */
  readonly scale?: 'linear' | 'log';
}

export function createChart(
  text: PanelText,
  unit: string,
  queries: readonly InfluxqlQuery[],
  { scale = 'linear' }: ChartOptions = {},
): PanelBuilder {
  const chart = new PanelBuilder()
    .title(text.title)
    .description(text.description)
    .datasource(influxSource)
    .span(text.width)
    .height(8)
    .unit(unit)
    // The sink writes a point a second: a shorter step would be full of holes.
    .interval('1s')
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
    .legend(createLegend())
    .targets(queries.map((query, at) => query.refId(String.fromCodePoint(0x41 + at))));
  return scale === 'linear' ? chart.axisSoftMin(0) : chart.scaleDistribution(createLogScale());
}

/** The parts of a whole, one on the other. */
export function asStackedBars(chart: PanelBuilder): PanelBuilder {
  return asBars(chart).stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));
}

export function asBars(chart: PanelBuilder): PanelBuilder {
  return chart.drawStyle(GraphDrawStyle.Bars).fillOpacity(80).lineWidth(0);
}

/** @param colors - by the name of the line. */
export function withColors(chart: PanelBuilder, colors: Readonly<Record<string, string>>): PanelBuilder {
  for (const [name, fixedColor] of Object.entries(colors)) {
    chart.overrideByName(name, [{ id: 'color', value: { mode: 'fixed', fixedColor } }]);
  }
  return chart;
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
