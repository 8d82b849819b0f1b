/** Draws a bar for each number of a query. */
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import {
  BarGaugeDisplayMode,
  ReduceDataOptionsBuilder,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common';
import type { Language } from '../query/languages.ts';
import { createTarget, displayNameOf, influxSource, letterOf } from '../target.ts';
import type { Bars } from './panel.ts';

export function drawBars(panel: Bars, language: Language): PanelBuilder {
  const bars = new PanelBuilder()
    .title(panel.title)
    .description(panel.description)
    .datasource(influxSource)
    .span(panel.width)
    .height(10)
    .unit(panel.unit)
    .min(0)
    .orientation(VizOrientation.Horizontal)
    .displayMode(BarGaugeDisplayMode.Basic)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .targets(
      panel.lines.map(({ query, name }, at) =>
        createTarget(query, language, { refId: letterOf(at), format: 'time_series', name }),
      ),
    );
  if (language === 'influxql') return bars;
  for (const [at, { name }] of panel.lines.entries()) {
    if (name !== '$col')
      bars.overrideByQuery(letterOf(at), [{ id: 'displayName', value: displayNameOf(name) }]);
  }
  return bars;
}
