import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunRecord } from '../../../harness/contract/run-record.ts';
import { parseInfluxUrl } from '../../../harness/sinks/influx/influx-options.ts';
import {
  type Influxd,
  type InfluxSeries,
  influxd18IsMissing,
  influxdIsMissing,
  influxdTitle,
  startInfluxd,
} from '../../support/influxd.ts';
import { syntheticEpochMs } from '../../support/synthetic-run.ts';
import { createCompleteRun, rates, summarizeForSink } from '../../support/complete-run.ts';
import { streamSynthetic } from '../../support/stream-synthetic.ts';
import { readQueries } from '../../support/read-dashboard.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';
import { copyToDuckDb, type SqlDatabase } from '../../support/duckdb.ts';
import { fromFlux, fromInfluxql, fromSql, toDifferences } from './answers.ts';
import { type GrafanaView, expandFlux, expandQuery, expandSql } from './expand-query.ts';

const describeHere = influxdIsMissing === undefined ? describe : describe.skip;
const queries = await readQueries('influxql');
const sqlQueries = new Map((await readQueries('sql')).map(({ where, query }) => [where, query]));
const fluxQueries = new Map((await readQueries('flux')).map(({ where, query }) => [where, query]));

const panelQueries = queries
  .filter(({ kind }) => kind !== 'variable')
  .map(({ where, query }) => [where, query] as const);

/** A name that means something else in a regular expression, or ends it, unless it is escaped. */
const awkward = 'resize(v1.0)/2';

const own = createCompleteRun({ runId: '20261124-084210-3f9a', functions: ['hello', awkward], seconds: 12 });
const cloud = createCompleteRun({
  runId: '20261124-084210-77c1',
  provider: 'aws-lambda',
  functions: ['hello'],
  seconds: 12,
  seed: 8,
});
const other = createCompleteRun({ runId: '20261124-084210-3f9a-2', functions: ['hello'], seed: 9 });

const view = (chosen: Partial<GrafanaView['chosen']>, stepSeconds = 1): GrafanaView => ({
  fromMs: Math.floor(syntheticEpochMs) - 20_000,
  toMs: Math.ceil(syntheticEpochMs) + 40_000,
  chosen: { run: [own.manifest.runId], provider: 'all', function: 'all', ...chosen },
  stepSeconds,
});

const views: readonly (readonly [string, GrafanaView])[] = [
  ['one run, a step a second', view({})],
  ['one run, ten seconds a step', view({}, 10)],
  ['two runs, every provider and function', view({ run: [own.manifest.runId, cloud.manifest.runId] })],
  ['one function with an awkward name', view({ function: [awkward] }, 5)],
  [
    'several of each, by name',
    view({
      run: [own.manifest.runId, cloud.manifest.runId],
      provider: ['reference', 'aws-lambda'],
      function: ['hello', awkward],
    }),
  ],
];

describeHere(influxdTitle('the Grafana dashboard on a real influxd'), () => {
  let influxd: Influxd;

  beforeAll(async () => {
    influxd = await startInfluxd();
    const options = parseInfluxUrl(`${influxd.url}?db=faasmark`, {});
    for (const run of [own, cloud, other]) {
      const receipt = await streamSynthetic(
        run,
        { kind: 'influx', options },
        { rates, summary: summarizeForSink(run) },
      );
      expect(receipt).toMatchObject({ rejected: 0, spooled: 0 });
    }
  });
  afterAll(() => influxd?.remove());

  const ask = (query: string, seen: GrafanaView): Promise<InfluxSeries[]> =>
    influxd.query(expandQuery(query, seen));

  const queryOf = (where: string): string => {
    const found = queries.find((query) => query.where === where);
    if (found === undefined) throw new Error(`no query stands in ${where}`);
    return found.query;
  };

  const valuesOf = async (where: string, seen = view({})): Promise<number[]> =>
    toCells(await ask(queryOf(where), seen)).filter((cell) => typeof cell === 'number');

  describe.each(views)('seen with %s', (_, seen) => {
    it.each(queries.map((query) => [query.where, query.query] as const))(
      'answers %s with data',
      async (where, query) => {
        const series = await ask(query, seen);
        expect(toCells(series).filter((cell) => cell !== null && cell !== 0)).not.toEqual([]);
        // Of the 29 buckets some are rightly empty; any other column is there for what is in it.
        if (!query.includes('"le_inf"')) expect(emptyColumnsOf(series)).toEqual([]);
      },
    );
  });

  describe('in SQL, on DuckDB with the same tables', () => {
    let database: SqlDatabase;
    beforeAll(async () => {
      const measurements = ['faas_event', 'faas_window', 'faas_rollup', 'faas_generator', 'faas_summary'];
      database = await copyToDuckDb(influxd, measurements);
    });
    afterAll(() => database.close());

    it.each(panelQueries)('says the same of %s', async (where, query) => {
      for (const seen of [view({}), view({ function: [awkward] }, 5)]) {
        const rows = await database.query(expandSql(sqlQueries.get(where) ?? '', seen));
        const answer = fromSql(rows);
        const expected = fromInfluxql(await ask(query, seen), rows[0]?.['time'] !== undefined);
        expect(toDifferences(answer, expected, isRunning(query))).toEqual([]);
        if (!where.startsWith('annotation')) expect(answer.size).toBeGreaterThan(0);
      }
    });

    it.each([
      ['variable run', [own, cloud, other].map(({ manifest }) => manifest.runId)],
      ['variable provider', ['reference']],
      ['variable function', ['hello', awkward]],
    ])('lists the values of the %s', async (where, values) => {
      const rows = await database.query(expandSql(sqlQueries.get(where) ?? '', view({})));
      expect(new Set(rows.flatMap((row) => Object.values(row)))).toEqual(new Set(values));
    });
  });

  it('lists the runs of the time range', async () => {
    const runs = toCells(await ask(queryOf('variable run'), view({})));
    expect(new Set(runs)).toEqual(new Set([own, cloud, other].map(({ manifest }) => manifest.runId)));
    expect(runs).toHaveLength(3);
  });

  it('lists the providers and the functions of the chosen runs only', async () => {
    const chosen = view({ run: [own.manifest.runId] });
    expect(toCells(await ask(queryOf('variable provider'), chosen))).toEqual(['provider', 'reference']);
    expect(toCells(await ask(queryOf('variable function'), chosen))).toEqual(['fn', 'hello', 'fn', awkward]);
  });

  it.each<[string, (run: RunRecord) => number]>([
    ['Invocations, A', ({ invocations }) => invocations.length],
    ['Cold starts, A', ({ invocations }) => invocations.filter(({ start }) => start === 'cold').length],
    ['Not ok, A', ({ invocations }) => invocations.filter(({ outcome }) => outcome !== 'ok').length],
    ['Cost, A', ({ manifest }) => 0.25 * manifest.functions.length],
  ])('counts what the chosen run had, and no other: %s', async (where, count) => {
    expect(await valuesOf(where)).toEqual([count(own)]);
    const both = view({ run: [own.manifest.runId, cloud.manifest.runId] });
    expect(await valuesOf(where, both)).toEqual([count(own) + count(cloud)]);
  });

  it.each([1, 10])('turns counts into rates, whatever the step: %i s', async (stepSeconds) => {
    const target = await valuesOf('Target and achieved rate, A', view({}, stepSeconds));
    expect(sum(target) * stepSeconds).toBeCloseTo(own.invocations.length, 6);
    expect(Math.max(...target)).toBeLessThanOrEqual(200);
  });

  it('has every invocation that was sent in a cell of the heatmap', async () => {
    const sent = own.invocations.filter(({ outcome }) => outcome !== 'dropped');
    expect(sum(await valuesOf('responseTime, all invocations, A'))).toBe(sent.length);
  });

  it('adds the cost up to that of all invocations', async () => {
    const total = sum(await valuesOf('Cost rate, USD per hour, A')) / 3600;
    const hello = view({ function: ['hello'] });
    const helloTotal = sum(await valuesOf('Cost rate, USD per hour, A', hello)) / 3600;
    expect(Math.max(...(await valuesOf('Cost until now, A', hello)))).toBeCloseTo(helloTotal, 10);
    const gbSeconds = own.invocations.map((one) => ((one.billedDurationMs ?? 0) / 1000) * (512 / 1024));
    const billed = own.invocations.filter((one) => one.billedDurationMs !== undefined).length;
    expect(total).toBeCloseTo(sum(gbSeconds) * 0.0000166667 + billed * 2e-7, 10);
  });

  it('shows the initDuration that the cold starts had', async () => {
    for (const mean of await valuesOf('Mean initDuration, A')) expect(mean).toBe(120);
  });

  it('marks the beginning, the end and the phases of the run', async () => {
    expect(toCells(await ask(queryOf('annotation runs'), view({})))).toEqual(
      expect.arrayContaining(['synthetic begins', 'synthetic completed']),
    );
    expect(toCells(await ask(queryOf('annotation phases'), view({})))).toEqual(
      expect.arrayContaining(['load/hello begins', `load/${awkward} ends`]),
    );
  });

  it('shows every run from run to run, chosen or not', async () => {
    const medians = await valuesOf('Median responseTime of each run, cold and warm, A');
    expect(medians).toHaveLength([own, cloud, other].flatMap(({ manifest }) => manifest.functions).length);
  });
});

describeWhereThere(influxd18IsMissing, 'the Grafana dashboards in Flux on a real influxd 1.8', () => {
  let influxd: Influxd;

  beforeAll(async () => {
    influxd = await startInfluxd({ version: '1.8' });
    const options = parseInfluxUrl(`${influxd.url}?db=faasmark`, {});
    for (const run of [own, cloud]) {
      await streamSynthetic(run, { kind: 'influx', options }, { rates, summary: summarizeForSink(run) });
    }
  });
  afterAll(() => influxd?.remove());

  it.each(panelQueries)('say the same of %s', async (where, query) => {
    const seen = view({ function: [awkward] }, 5);
    const hasTime = / GROUP BY time|^SELECT "/.test(query);
    const answer = fromFlux(await influxd.flux(expandFlux(fluxQueries.get(where) ?? '', seen)), hasTime);
    const expected = fromInfluxql(await influxd.query(expandQuery(query, seen)), hasTime);
    expect(toDifferences(answer, expected, isRunning(query))).toEqual([]);
    if (!where.startsWith('annotation')) expect(answer.size).toBeGreaterThan(0);
  });

  it.each([
    ['variable run', [own, cloud].map(({ manifest }) => manifest.runId)],
    ['variable provider', ['reference']],
    ['variable function', ['hello', awkward]],
  ])('list the values of the %s', async (where, values) => {
    const csv = await influxd.flux(expandFlux(fluxQueries.get(where) ?? '', view({})));
    for (const value of values) expect(csv).toContain(value);
  });
});

function isRunning(query: string): boolean {
  return query.includes('cumulative_sum');
}

/** Everything in an answer but its timestamps. */
function toCells(series: readonly InfluxSeries[]): (string | number | null)[] {
  return series.flatMap(({ columns, values }) =>
    values.flatMap((row) => row.filter((_, at) => columns[at] !== 'time')),
  );
}

function emptyColumnsOf(series: readonly InfluxSeries[]): string[] {
  const columns = series[0]?.columns ?? [];
  return columns.filter((_, at) => series.every(({ values }) => values.every((row) => row[at] === null)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
