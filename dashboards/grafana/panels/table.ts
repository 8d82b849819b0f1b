/** Rows as the database has them. */
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { InfluxqlQuery } from '../influxql-query.ts';
import { influxSource } from '../selection.ts';
import type { PanelText } from './panel.ts';

/** @param units - by the name of the column. */
export function createTable(
  text: PanelText,
  units: Readonly<Record<string, string>>,
  query: string,
): PanelBuilder {
  const table = new PanelBuilder()
    .title(text.title)
    .description(text.description)
    .datasource(influxSource)
    .span(text.width)
    .height(8)
    .withTarget(new InfluxqlQuery(query, { format: 'table' }));
  for (const [column, unit] of Object.entries(units)) {
    table.overrideByName(column, [{ id: 'unit', value: unit }]);
  }
  return table;
}
