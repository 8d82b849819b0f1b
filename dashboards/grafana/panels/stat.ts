/** Draws one number. */
import { BigValueGraphMode, ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import type { Language } from '../query/languages.ts';
import { createTarget, influxSource, letterOf } from '../target.ts';
import type { Stat } from './panel.ts';

export function drawStat(panel: Stat, language: Language): PanelBuilder {
  const stat = new PanelBuilder()
    .title(panel.title)
    .description(panel.description)
    .datasource(influxSource)
    .span(panel.width)
    .height(4)
    .unit(panel.unit)
    .graphMode(BigValueGraphMode.None)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .withTarget(createTarget(panel.query, language, { refId: letterOf(0), format: 'time_series' }));
  if (panel.without !== undefined) stat.noValue(panel.without);
  if (panel.redFrom !== undefined) stat.thresholds(redFrom(panel.redFrom));
  return stat;
}

function redFrom(value: number): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
    { value: null, color: 'green' },
    { value, color: 'red' },
  ]);
}
