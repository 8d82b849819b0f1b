/** One number. */
import { ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { InfluxqlQuery } from '../influxql-query.ts';
import { influxSource } from '../selection.ts';
import type { PanelText } from './panel.ts';

export function createStat(text: PanelText, unit: string, query: string): PanelBuilder {
  return new PanelBuilder()
    .title(text.title)
    .description(text.description)
    .datasource(influxSource)
    .span(text.width)
    .height(4)
    .unit(unit)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .withTarget(new InfluxqlQuery(query));
}
