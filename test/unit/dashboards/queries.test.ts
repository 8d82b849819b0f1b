import { describe, expect, it } from '@jest/globals';
// InfluxData's own type checker of Flux.
import { is_valid_flux as isValidFlux } from '@influxdata/flux-lsp-node';
import { toFlux } from '../../../dashboards/grafana/query/to-flux.ts';
import { toInfluxql } from '../../../dashboards/grafana/query/to-influxql.ts';
import { toSql } from '../../../dashboards/grafana/query/to-sql.ts';
import {
  asWritten,
  cumulative,
  isAbove,
  isTag,
  max,
  minus,
  perSecond,
  type Query,
  ratio,
  sum,
  times,
} from '../../../dashboards/grafana/query/query.ts';
import { expandFlux } from '../../integration/dashboards/expand-query.ts';
import { readQueries } from '../../support/read-dashboard.ts';

const queries = await readQueries('flux');
const chosen = { run: ['20261124-084210-3f9a'], provider: 'all', function: ['a', 'resize(v1.0)/2'] } as const;
const view = { fromMs: 0, toMs: 60_000, chosen, stepSeconds: 10 };

describe('the type checker of Flux', () => {
  it('knows a mistake when it sees one', () => {
    expect(isValidFlux('from(bucket: "b") |> range(start: -1h)')).toBe(true);
    expect(isValidFlux('from(bucket: "b") |> ranje(start: -1h)')).toBe(false);
    expect(isValidFlux('from(bucket: "b") |> range(begin: -1h)')).toBe(false);
    expect(isValidFlux('from(bucket: "b") |> aggregateWindow(every: "1s", fn: sum)')).toBe(false);
  });

  it.each(queries.map(({ where, query }) => [where, query] as const))('takes that of %s', (_, query) => {
    expect(isValidFlux(expandFlux(query, view))).toBe(true);
  });
});

const rate: Query = {
  from: 'faas_window',
  columns: [{ value: times(perSecond(sum('count')), 60) }],
  where: [isTag('boot', 'cold')],
  chosen: 'functions',
  by: ['fn'],
  each: 'step',
  empty: 'zero',
};
const mean: Query = {
  from: 'faas_window',
  columns: [{ name: 'rest', value: ratio(minus(sum('sum_ms'), sum('init_sum_ms')), sum('count')) }],
  where: [isAbove('init_sum_ms', 0)],
  chosen: 'everyRun',
  each: 'range',
};
const running: Query = {
  from: 'faas_rollup',
  columns: [{ value: cumulative(sum('cost_usd')) }],
  chosen: 'runs',
  by: ['provider'],
  each: 'step',
};
const points: Query = {
  from: 'faas_summary',
  columns: [{ value: asWritten('fn') }, { name: 'tail', value: asWritten('p99_ms') }],
  chosen: 'runs',
  each: 'point',
};

describe('one query', () => {
  it('is InfluxQL', () => {
    expect(toInfluxql(rate)).toBe(
      'SELECT sum("count") * 1000 / $__interval_ms * 60 FROM "faas_window" WHERE "boot" = \'cold\' AND ' +
        '"run" =~ /^${run:regex}$/ AND "provider" =~ /^${provider:regex}$/ AND "fn" =~ /^${function:regex}$/ AND ' +
        '$timeFilter GROUP BY time($__interval), "fn" fill(0)',
    );
    expect(toInfluxql(mean)).toBe(
      'SELECT (sum("sum_ms") - sum("init_sum_ms")) / sum("count") AS "rest" FROM "faas_window" WHERE "init_sum_ms" > 0 AND ' +
        '"provider" =~ /^${provider:regex}$/ AND "fn" =~ /^${function:regex}$/ AND $timeFilter',
    );
    expect(toInfluxql(running)).toContain('SELECT cumulative_sum(sum("cost_usd")) FROM');
    expect(toInfluxql(points)).toContain('SELECT "fn", "p99_ms" AS "tail" FROM "faas_summary" WHERE');
  });

  it('is SQL', () => {
    expect(toSql(rate)).toBe(
      'SELECT $__dateBin(time) AS time, "fn", sum("count") * 1000.0 / $__interval_ms * 60 AS "value" FROM "faas_window" ' +
        `WHERE "boot" = 'cold' AND "run" ~ '^\${run:regex}$' AND "provider" ~ '^\${provider:regex}$' AND ` +
        `"fn" ~ '^\${function:regex}$' AND $__timeFilter(time) GROUP BY $__dateBin(time), "fn" ORDER BY time`,
    );
    expect(toSql(mean)).toContain(
      'CAST((sum("sum_ms") - sum("init_sum_ms")) AS DOUBLE) / sum("count") AS "rest"',
    );
    expect(toSql(running)).toContain(
      'sum(sum("cost_usd")) OVER (PARTITION BY "provider" ORDER BY $__dateBin(time))',
    );
    expect(toSql(points)).toContain('SELECT time, "fn" AS "fn", "p99_ms" AS "tail" FROM');
    expect(toSql(points)).toContain('AND ("p99_ms" IS NOT NULL) ORDER BY time');
  });

  it('is Flux', () => {
    expect(toFlux(rate)).toContain(
      'aggregateWindow(every: v.windowPeriod, fn: sum, createEmpty: true, timeSrc: "_start")',
    );
    expect(toFlux(rate)).toContain('r._value * 1000000000.0 / float(v: int(v: v.windowPeriod)) * 60.0');
    expect(toFlux(mean)).toContain('_value: (r.sum_ms - r.init_sum_ms) / r.count');
    expect(toFlux(running)).toContain('cumulativeSum(columns: ["_value"])');
    expect(toFlux(points)).toContain('if r._field == "p99_ms" then "tail" else r._field');
    for (const query of [rate, mean, running, points]) {
      expect(isValidFlux(expandFlux(toFlux(query), view))).toBe(true);
    }
  });

  it('of points that a field decides about can only be added up in Flux', () => {
    const columns = [{ value: max('sum_ms') }];
    expect(() => toFlux({ ...mean, columns })).toThrow('can only be added up');
  });

  it('of two aggregations at once is none of Flux', () => {
    const columns = [{ value: ratio(sum('sum_ms'), max('count')) }];
    expect(() => toFlux({ ...rate, columns })).toThrow('one aggregation for all its fields, not 2');
  });
});
