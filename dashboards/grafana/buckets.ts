/** The disjoint counts by responseTime that every window has, as the rows of a heatmap or the bars of a histogram. */
import { type Condition, type Query, sum } from './query/query.ts';

/** Upper bounds in milliseconds, as the sink writes them; above the last is `le_inf`. A test compares the two lists. */
export const bucketBoundsMs: readonly number[] = [
  1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000, 3000, 5000, 7000,
  10_000, 15_000, 20_000, 30_000, 60_000,
];

/** Each bucket is a column that is named by its bound; Grafana sorts them because all names are numbers. */
export function createBucketQuery(each: 'step' | 'range', where: readonly Condition[] = []): Query {
  return {
    from: 'faas_window',
    columns: [
      ...bucketBoundsMs.map((bound) => ({ name: String(bound), value: sum(`le_${bound}`) })),
      { name: '+Inf', value: sum('le_inf') },
    ],
    where,
    chosen: 'functions',
    each,
  };
}
