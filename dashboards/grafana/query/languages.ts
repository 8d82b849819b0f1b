/** The languages that a query can be written in, by the InfluxDB that speaks them. */
import type { Query } from './query.ts';
import { fluxRuns, fluxTagValues, toFlux } from './to-flux.ts';
import { influxqlRuns, influxqlTagValues, toInfluxql } from './to-influxql.ts';
import { sqlRuns, sqlTagValues, toSql } from './to-sql.ts';

/** `influxql`: InfluxDB 1, 2 and 3. `flux`: 2. `sql`: 3. */
export const languages = ['influxql', 'flux', 'sql'] as const;

export type Language = (typeof languages)[number];

export interface Emitter {
  readonly toText: (query: Query) => string;
  /** The runs of the time range. */
  readonly runs: string;
  /** Values of a tag in the chosen runs. */
  readonly tagValues: (tag: string) => string;
}

export const emitters: Readonly<Record<Language, Emitter>> = {
  influxql: { toText: toInfluxql, runs: influxqlRuns, tagValues: influxqlTagValues },
  flux: { toText: toFlux, runs: fluxRuns, tagValues: fluxTagValues },
  sql: { toText: toSql, runs: sqlRuns, tagValues: sqlTagValues },
};
