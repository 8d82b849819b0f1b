/** A query as a data source of Grafana takes it. */
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import { emitters, type Language } from './query/languages.ts';
import type { Query } from './query/query.ts';

/** Whatever InfluxDB is chosen at the top of the dashboard, so that its JSON fits every Grafana. */
export const influxSource: DataSourceRef = { type: 'influxdb', uid: '${datasource}' };

export interface TargetOptions {
  /** Unique in its panel. */
  readonly refId: string;
  /** `time_series`: a line for each column and tag set. `table`: the rows as they are. */
  readonly format: 'time_series' | 'table';
  /** Of each line: InfluxQL has names of its own, the other languages get them from `displayNameOf`. */
  readonly name?: string | undefined;
}

/** The SDK has builders for many data sources, but none for InfluxDB. */
export function createTarget(query: Query, language: Language, options: TargetOptions): Builder<Dataquery> {
  const text = emitters[language].toText(query);
  const { refId, format, name } = options;
  const target = { refId, datasource: influxSource };
  const build = (): object => {
    switch (language) {
      case 'influxql':
        return {
          ...target,
          rawQuery: true,
          query: text,
          resultFormat: format,
          ...(name !== undefined && { alias: name.replaceAll(/\{(\w+)\}/g, '$tag_$1') }),
        };
      case 'flux':
        return { ...target, query: text };
      case 'sql':
        return { ...target, rawQuery: true, rawSql: text, format, editorMode: 'code', dataset: 'iox' };
    }
  };
  return { build: () => build() as unknown as Dataquery };
}

/** What names the lines of a query that cannot name them itself. */
export function displayNameOf(name: string): string {
  return name.replaceAll(/\{(\w+)\}/g, '${__field.labels.$1}');
}

/** The letter of a query in its panel. */
export function letterOf(at: number): string {
  return String.fromCodePoint(0x41 + at);
}
