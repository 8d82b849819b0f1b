/** What the reader chooses at the top of the dashboard: data source, runs, providers, functions. */
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { influxSource, isRun } from './selection.ts';

export function createVariables(): Builder<VariableModel>[] {
  return [
    new DatasourceVariableBuilder('datasource').label('InfluxDB').type('influxdb'),
    createRunVariable(),
    createTagVariable('provider', 'provider'),
    createTagVariable('function', 'fn'),
  ];
}

/** The runs of the time range, which SHOW TAG VALUES cannot give. Their names sort by time: the newest comes first. */
function createRunVariable(): QueryVariableBuilder {
  return createQueryVariable(
    'run',
    'SELECT DISTINCT("run") FROM (SELECT "title", "run" FROM "faas_event" WHERE $timeFilter)',
    VariableSort.AlphabeticalDesc,
  ).description('The runs with an event in the time range, the newest first. Several may be compared.');
}

function createTagVariable(name: string, tag: string): QueryVariableBuilder {
  return createQueryVariable(
    name,
    `SHOW TAG VALUES FROM "faas_rollup" WITH KEY = "${tag}" WHERE ${isRun}`,
    VariableSort.AlphabeticalAsc,
  )
    .includeAll(true)
    .allValue('.*')
    .current({ text: 'All', value: '$__all' });
}

function createQueryVariable(name: string, query: string, order: VariableSort): QueryVariableBuilder {
  return (
    new QueryVariableBuilder(name)
      .label(name)
      .datasource(influxSource)
      .query(query)
      .definition(query)
      .refresh(VariableRefresh.OnTimeRangeChanged)
      .multi(true)
      // oxlint-disable-next-line unicorn/no-array-sort -- a builder, not an array
      .sort(order)
  );
}
