import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { outcomes } from '../../../harness/contract/invocation.ts';
import type { SinkTarget } from '../../../harness/contract/sink-target.ts';
import { toSinkSpec } from '../../../harness/sinks/sink-spec.ts';
import { createCompleteRun, rates, summarizeForSink } from '../../support/complete-run.ts';
import {
  type MetricsServer,
  prometheusIsMissing,
  startPrometheus,
  startVictoria,
  victoriaIsMissing,
} from '../../support/metrics-servers.ts';
import { streamSynthetic } from '../../support/stream-synthetic.ts';

/** Prometheus takes no sample that is older than its own beginning: this run began a moment ago. */
const run = createCompleteRun({ seconds: 8, epochMs: Math.floor(Date.now() / 1000) * 1000 - 20_000 });
const endSeconds = run.manifest.epochMsAtOrigin / 1000 + 12;

const kinds: readonly {
  readonly title: string;
  readonly missing: string | undefined;
  readonly start: () => Promise<MetricsServer>;
  readonly target: (url: string) => SinkTarget;
}[] = [
  {
    title: 'VictoriaMetrics by line protocol',
    missing: victoriaIsMissing,
    start: startVictoria,
    target: (url) => ({ kind: 'influx', to: `${url}?db=faasmark` }),
  },
  {
    title: 'VictoriaMetrics by line protocol, asked for a bucket',
    missing: victoriaIsMissing,
    start: startVictoria,
    target: (url) => ({ kind: 'influx', to: `${url}?org=o&bucket=faasmark` }),
  },
  {
    title: 'VictoriaMetrics by OTLP',
    missing: victoriaIsMissing,
    start: startVictoria,
    target: (url) => ({ kind: 'otlp', to: `${url}/opentelemetry/v1/metrics` }),
  },
  {
    title: 'Prometheus by remote write',
    missing: prometheusIsMissing,
    start: startPrometheus,
    target: (url) => ({ kind: 'prometheus', to: url }),
  },
];

(victoriaIsMissing === undefined ? it : it.skip)(
  'VictoriaMetrics is asked for no single invocations',
  async () => {
    const server = await startVictoria();
    const spec = toSinkSpec({ kind: 'influx', to: `${server.url}?db=x&invocations=all` }, {});
    await expect(streamSynthetic(run, spec)).rejects.toMatchObject({
      code: 'SINK_REFUSED',
      hint: expect.stringContaining('--sink csv'),
    });
    await server.remove();
  },
);

for (const { title, missing, start, target } of kinds) {
  const describeHere = missing === undefined ? describe : describe.skip;
  describeHere(`a run in ${title}${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
    let server: MetricsServer;
    const stream = () =>
      streamSynthetic(run, toSinkSpec(target(server.url), {}), { rates, summary: summarizeForSink(run) });

    beforeAll(async () => {
      server = await start();
      const receipt = await stream();
      expect(receipt).toMatchObject({ rejected: 0, spooled: 0 });
      expect(receipt.acknowledged).toBe(receipt.offered);
      expect(receipt.offered).toBeGreaterThan(500);
    }, 30_000);
    afterAll(() => server?.remove());

    const sum = async (expression: string): Promise<number | undefined> =>
      [...(await server.query(`sum(${expression})`, endSeconds)).values()][0];

    it.each(outcomes)('counts the invocations that ended %s', async (outcome) => {
      const expected = run.invocations.filter((one) => one.outcome === outcome).length;
      expect(expected).toBeGreaterThan(0);
      expect(await sum(`faas_invocations_total{outcome="${outcome}"}`)).toBe(expected);
    });

    it('has a histogram that adds up', async () => {
      const timed = run.invocations.filter((one) => one.sentAt !== undefined).length;
      expect(await sum('faas_response_time_ms_bucket{le="+Inf"}')).toBe(timed);
      expect(await sum('faas_response_time_ms_count')).toBe(timed);
      const [p50] = (
        await server.query(
          'histogram_quantile(0.5, sum by (le) (faas_response_time_ms_bucket{fn="hello",boot="warm"}))',
          endSeconds,
        )
      ).values();
      const warm = run.invocations
        .filter((one) => one.function === 'hello' && one.start === 'warm')
        .map((one) => (one.endedAt - one.intendedStart) / 1e6)
        .toSorted((one, other) => one - other);
      const median = warm[warm.length >> 1] as number;
      // As exact as the bucket that it lies in.
      expect(p50).toBeGreaterThan(median / 1.7);
      expect(p50).toBeLessThan(median * 1.7);
    });

    it('has what the generator sent, and the summary', async () => {
      const sent = run.generator.reduce((total, sample) => total + sample.sent, 0);
      expect(await sum('faas_generator_sent_total')).toBe(sent);
      expect(await sum('faas_summary_usd_per_million{fn="hello"}')).toBe(1.5);
      expect(await sum('faas_run_info')).toBe(1);
    });

    it('keeps the number of series low', async () => {
      const names = '{__name__=~"faas_(invocations_total|response_time_ms_count|generator.*)"}';
      const count = [...(await server.query(`count(${names})`, endSeconds)).values()][0] ?? 0;
      // Two functions by start and outcome, twice; eight metrics of one worker.
      expect(count).toBeLessThanOrEqual(2 * 2 * 3 * 6 + 8);
    });

    it('is the same after a replay', async () => {
      const before = await server.query('{__name__=~"faas_.*"}', endSeconds);
      const receipt = await stream();
      expect(receipt.acknowledged).toBe(receipt.offered);
      expect(await server.query('{__name__=~"faas_.*"}', endSeconds)).toEqual(before);
    });
  });
}
