/** What the reader chooses at the top of a dashboard: data source, runs, providers, functions. */
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { emitters, type Language } from './query/languages.ts';
import { influxSource } from './target.ts';

export function createVariables(language: Language): Builder<VariableModel>[] {
  const { runs, tagValues } = emitters[language];
  return [
    new DatasourceVariableBuilder('datasource').label('InfluxDB').type('influxdb'),
    // Their names sort by time.
    createQueryVariable('run', runs, VariableSort.AlphabeticalDesc).description(
      'The runs with an event in the time range, the newest first. Several may be compared.',
    ),
    createTagVariable('provider', tagValues('provider')),
    createTagVariable('function', tagValues('fn')),
  ];
}

function createTagVariable(name: string, query: string): QueryVariableBuilder {
  return createQueryVariable(name, query, VariableSort.AlphabeticalAsc)
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
