/** Draws rows as the database has them. */
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import type { Language } from '../query/languages.ts';
import { createTarget, influxSource, letterOf } from '../target.ts';
import type { Table } from './panel.ts';

export function drawTable(panel: Table, language: Language): PanelBuilder {
  const table = new PanelBuilder()
    .title(panel.title)
    .description(panel.description)
    .datasource(influxSource)
    .span(panel.width)
    .height(8)
    .withTarget(createTarget(panel.query, language, { refId: letterOf(0), format: 'table' }));
  for (const [column, unit] of Object.entries(panel.units)) {
    table.overrideByName(column, [{ id: 'unit', value: unit }]);
  }
  return table;
}
