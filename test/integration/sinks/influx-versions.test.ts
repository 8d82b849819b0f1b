/**
 * InfluxDB 2 and 3 cannot be had here: a server that records, and answers as their documentation says
 * (docs.influxdata.com/influxdb/v2/api, docs.influxdata.com/influxdb3/core/write-data).
 */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { SinkReceipt } from '../../../harness/contract/sink.ts';
import { toSinkSpec } from '../../../harness/sinks/sink-spec.ts';
import { type MockInflux, type WriteRule, startMockInflux, store } from '../../support/mock-influx.ts';
import { streamSynthetic } from '../../support/stream-synthetic.ts';
import { createSyntheticRun } from '../../support/synthetic-run.ts';

const run = createSyntheticRun({ seconds: 3 });
const isWrong = (line: string): boolean => line.startsWith('faas_generator');

let server: MockInflux | undefined;
afterEach(() => server?.close());

const stream = async (
  version: string,
  rules: (stored: Map<string, number>) => WriteRule[],
  query = '?org=my+team&bucket=load',
): Promise<{ readonly receipt: SinkReceipt; readonly mock: MockInflux }> => {
  const mock = await startMockInflux(rules, version);
  server = mock;
  const spec = toSinkSpec({ kind: 'influx', to: `${mock.url}${query}` }, { INFLUX_TOKEN: 'secret' });
  return { receipt: await streamSynthetic(run, spec), mock };
};

/** Stores what is right, and says of the rest what `toBody` makes of it. */
const partly =
  (stored: Map<string, number>, toBody: (lines: readonly string[]) => object): WriteRule =>
  (lines, answer, request) => {
    const right = lines.filter((line) => !isWrong(line));
    if (right.length === lines.length) return store(stored)(lines, answer, request);
    for (const line of right) stored.set(line, 1);
    answer.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(toBody(lines)));
  };

describe.each(['v2.7.11', '3.0.1'])('InfluxDB %s', (version) => {
  it('gets the run in nanoseconds by /api/v2/write, with the token, and is asked nothing else', async () => {
    const { receipt, mock } = await stream(version, (stored) => [store(stored)]);
    expect(receipt).toMatchObject({ acknowledged: receipt.offered, rejected: 0, spooled: 0 });
    const [ping, health, ...writes] = mock.requests;
    expect([ping?.url, health?.url]).toEqual(['/ping', '/health']);
    for (const { method, url, authorization } of writes) {
      expect(method).toBe('POST');
      expect(url).toBe('/api/v2/write?precision=ns&org=my+team&bucket=load');
      expect(authorization).toBe('Token secret');
    }
  });

  it('is not asked to make a database where one is named', async () => {
    const { mock } = await stream(version, (stored) => [store(stored)], '?db=load');
    expect(mock.requests.map(({ url }) => url.replace(/\?.*/, ''))).not.toContain('/query');
  });
});

describe('a part of the lines that is wrong', () => {
  it.each<[string, (lines: readonly string[]) => object]>([
    [
      'v2.7.11',
      (lines) => ({
        code: 'unprocessable entity',
        message: `failure writing points to database: partial write: field type conflict dropped=${lines.filter(isWrong).length}`,
      }),
    ],
    [
      '3.0.1',
      (lines) => ({
        error: 'partial write of line protocol occurred',
        data: lines.flatMap((line, at) =>
          isWrong(line)
            ? [{ original_line: line, line_number: at + 1, error_message: 'invalid column type' }]
            : [],
        ),
      }),
    ],
  ])('is found and counted as %s tells it', async (version, toBody) => {
    const { receipt, mock } = await stream(version, (stored) => [partly(stored, toBody)]);
    expect(receipt).toMatchObject({ rejected: run.generator.length, spooled: 0 });
    expect(receipt.acknowledged).toBe(receipt.offered - run.generator.length);
    expect(mock.stored.size).toBe(receipt.acknowledged);
    expect(receipt.note).toMatch(/3 lines were refused \(400 .*influx-rejected\.lp/);
  });
});
