/** Named values of one point, as every database takes them. */
import type { ResponseTimeHistogram } from '../../measure/histogram.ts';

/** `bigint` is written as an integer, `number` always as a float: a field keeps one type for ever. */
export type FieldValue = number | bigint | string | undefined;

/** What cannot be written is left out: undefined, NaN, infinity. */
export type Fields = Readonly<Record<string, FieldValue>>;

/** `p50_ms`, `p999_ms`: named as people say them. */
export function toPercentileFields(histogram: ResponseTimeHistogram, percents: readonly number[]): Fields {
  return Object.fromEntries(
    percents.map((percent) => [`p${String(percent).replace('.', '')}_ms`, histogram.percentileMs(percent)]),
  );
}
