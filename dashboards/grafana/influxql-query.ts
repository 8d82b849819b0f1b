/** A query of Grafana's InfluxDB data source in raw InfluxQL, the one language that InfluxDB 1, 2 and 3 share. */
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { influxSource } from './selection.ts';

export interface InfluxqlQueryOptions {
  /** `time_series`: a line for each column and tag set. `table`: the rows as they are. Default: `time_series`. */
  readonly format?: 'time_series' | 'table';
  /** Name of each line; `$tag_fn` is the value of a tag, `$col` the name of the column. */
  readonly alias?: string;
}

/** The SDK has builders for many data sources, but none for InfluxDB. */
export class InfluxqlQuery implements Builder<Dataquery> {
  readonly #query: string;
  readonly #options: InfluxqlQueryOptions;
  #refId = 'A';

  constructor(query: string, options: InfluxqlQueryOptions = {}) {
    this.#query = query;
    this.#options = options;
  }

  /** The letter of the query, unique in its panel. Default: A. */
  refId(refId: string): this {
    this.#refId = refId;
    return this;
  }

  build(): Dataquery {
    const { format = 'time_series', alias } = this.#options;
    const query = {
      refId: this.#refId,
      datasource: influxSource,
      rawQuery: true,
      query: this.#query,
      resultFormat: format,
      ...(alias === undefined ? {} : { alias }),
    };
    return query as unknown as Dataquery;
  }
}
