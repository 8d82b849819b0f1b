import { describe, expect, it } from '@jest/globals';
import { createInvocationBatchBuilder } from '../../../../harness/contract/batch-builder.ts';
import type { InvocationBatch } from '../../../../harness/contract/invocation-batch.ts';
import type { Invocation } from '../../../../harness/contract/invocation.ts';
import type { RunSummary } from '../../../../harness/contract/summary.ts';
import { fromMillis, fromSeconds } from '../../../../harness/contract/units.ts';
import { decodeHistogram } from '../../../../harness/measure/histogram.ts';
import type { LineSource } from '../../../../harness/sinks/influx/line-source.ts';
import { createRunLines } from '../../../../harness/sinks/influx/run-lines.ts';
import { correctionHorizonSeconds } from '../../../../harness/sinks/influx/window-aggregator.ts';
import { createInvocation } from '../../../support/invocations.ts';
import { createManifest } from '../../../support/synthetic-run.ts';

const epochMs = 1_795_000_000_000;
const rates = { usdPerGbSecond: 0.00002, usdPerInvocation: 2e-7 };
const create = (): LineSource => createRunLines(createManifest({ epochMs, functions: ['hello'] }), { rates });

const toBatch = (...invocations: Partial<Invocation>[]): InvocationBatch => {
  const builder = createInvocationBatchBuilder({ phase: 'load/hello', function: 'hello', repetition: 0 });
  for (const invocation of invocations) builder.add(createInvocation(invocation));
  return builder.take();
};

/** Milliseconds of the run to an invocation that was sent on time. */
const span = (startMs: number, endMs: number, more: Partial<Invocation> = {}): Partial<Invocation> => ({
  intendedStart: fromMillis(startMs),
  sentAt: fromMillis(startMs),
  endedAt: fromMillis(endMs),
  ...more,
});

const fieldsOf = (lines: readonly string[], series: string, second: number): Record<string, string> =>
  Object.assign(
    {},
    ...lines
      .filter(
        (line) => line.startsWith(`${series} `) && line.endsWith(` ${epochMs / 1000 + second}000000000`),
      )
      .map((line) =>
        Object.fromEntries(
          line
            .slice(series.length + 1, line.lastIndexOf(' '))
            .split(',')
            .map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)]),
        ),
      ),
  ) as Record<string, string>;

const warm = 'faas_window,boot=warm,fn=hello,outcome=ok,provider=reference,run=run-1';
const rollup = 'faas_rollup,fn=hello,provider=reference,run=run-1';

describe('a window', () => {
  it('has counts, sums, percentiles, buckets, cost and the histogram of its second', () => {
    const lines = create();
    lines.write(toBatch(span(0, 4), span(0, 10, { billedDurationMs: 500 }), span(900, 1100)));
    const fields = fieldsOf(lines.take(fromSeconds(1)), warm, 0);
    expect(fields).toMatchObject({
      count: '2i',
      sum_ms: '14',
      min_ms: '4',
      max_ms: '10',
      p50_ms: '4.001',
      p99_ms: '10',
      init_sum_ms: '0',
      billed_ms: '502',
      le_5: '1i',
      le_10: '1i',
    });
    expect(Number(fields['cost_usd'])).toBeCloseTo(((0.502 * 512) / 1024) * 0.00002 + 2 * 2e-7, 12);
    expect(Object.keys(fields).filter((name) => name.startsWith('le_'))).toEqual(['le_5', 'le_10']);
    expect(decodeHistogram(JSON.parse(fields['hdr'] ?? '') as string).count).toBe(2);
  });

  it('is written when its second is over, and only once', () => {
    const lines = create();
    lines.write(toBatch(span(0, 4)));
    expect(lines.take(fromSeconds(1) - 1)).toEqual([]);
    expect(fieldsOf(lines.take(fromSeconds(1)), warm, 0)['count']).toBe('1i');
    expect(lines.take(fromSeconds(5))).toEqual([]);
    expect(lines.end(undefined)).toEqual([]);
  });

  it('is written again, whole, when an invocation comes late', () => {
    const late = create();
    late.write(toBatch(span(0, 4), span(0, 5, { outcome: 'failed' })));
    late.take(fromSeconds(1));
    late.write(toBatch(span(10, 30)));
    const rewritten = late.take(fromSeconds(1));
    const atOnce = create();
    atOnce.write(toBatch(span(0, 4), span(0, 5, { outcome: 'failed' }), span(10, 30)));
    const expected = atOnce.take(fromSeconds(1));
    expect(fieldsOf(rewritten, warm, 0)).toEqual(fieldsOf(expected, warm, 0));
    expect(fieldsOf(rewritten, rollup, 0)).toEqual(fieldsOf(expected, rollup, 0));
    expect(rewritten.some((line) => line.includes('outcome=failed'))).toBe(false);
  });

  it('loses no invocation that comes later than anything can be corrected', () => {
    const lines = create();
    const newest = (correctionHorizonSeconds + 10) * 1000;
    lines.write(toBatch(span(newest, newest + 1)));
    lines.take(fromMillis(newest + 5000));
    lines.write(toBatch(span(0, 4)));
    expect(fieldsOf(lines.take(fromMillis(newest)), warm, 10)['count']).toBe('1i');
  });

  it('of dropped invocations only counts: they have no response time', () => {
    const lines = create();
    const dropped = {
      sentAt: undefined,
      outcome: 'dropped',
      start: 'unknown',
      billedDurationMs: undefined,
    } as const;
    lines.write(toBatch(span(0, 4), span(0, 2, dropped)));
    const taken = lines.take(fromSeconds(1));
    const series = warm.replace('boot=warm', 'boot=unknown').replace('outcome=ok', 'outcome=dropped');
    expect(fieldsOf(taken, series, 0)).toEqual({
      count: '1i',
      init_sum_ms: '0',
      billed_ms: '0',
      cost_usd: '0',
    });
    expect(fieldsOf(taken, rollup, 0)).toMatchObject({ count: '2i', p50_ms: '4', max_ms: '4' });
  });

  it('has no cost without rates', () => {
    const lines = createRunLines(createManifest({ epochMs, functions: ['hello'] }));
    lines.write(toBatch(span(0, 4)));
    expect(lines.take(fromSeconds(1)).join('\n')).not.toContain('cost_usd');
  });
});

describe('a rollup', () => {
  it('has what was meant to start, what ended and what was in flight', () => {
    const lines = create();
    lines.write(toBatch(span(100, 200), span(900, 2500), span(1000, 1300, { start: 'cold', instance: 'b' })));
    const taken = lines.end(undefined);
    expect(fieldsOf(taken, rollup, 0)).toMatchObject({
      count: '1i',
      target_rps: '2',
      inflight: '1i',
      cold: '0i',
    });
    expect(fieldsOf(taken, rollup, 1)).toMatchObject({
      count: '1i',
      target_rps: '1',
      inflight: '1i',
      cold: '1i',
    });
    expect(fieldsOf(taken, rollup, 2)).toMatchObject({ count: '1i', instances: '1i', inst_new: '0i' });
    expect(fieldsOf(taken, rollup, 1)).toMatchObject({ instances: '1i', inst_new: '1i' });
  });

  it('says nothing of instances that nobody named', () => {
    const lines = create();
    lines.write(toBatch(span(0, 4, { instance: undefined })));
    expect(lines.take(fromSeconds(1)).join('\n')).not.toContain('inst');
  });

  it("takes over the provider's own record of its instances", () => {
    const lines = create();
    lines.write(toBatch(span(0, 2600)));
    const record = { function: 'hello', requestedAt: 0, busyMs: 1, isolation: 'process', cause: undefined };
    lines.instances([
      { ...record, instance: 'a', readyAt: fromMillis(100), removedAt: fromMillis(1500) },
      { ...record, instance: 'b', readyAt: fromMillis(1100), removedAt: undefined },
      { ...record, instance: 'c', readyAt: undefined, removedAt: undefined },
    ]);
    const taken = lines.end(undefined);
    const instances = [0, 1, 2].map((second) => {
      const { instances: alive, inst_new: created, inst_gone: gone } = fieldsOf(taken, rollup, second);
      return [alive, created, gone];
    });
    expect(instances).toEqual([
      ['1i', '1i', '0i'],
      ['1i', '1i', '1i'],
      ['1i', '0i', '0i'],
    ]);
  });
});

describe('the other lines', () => {
  it('give two events at one instant two timestamps', () => {
    const lines = create();
    const event = { at: 5, kind: 'phase', title: 'a' } as const;
    const stamps = [...lines.event(event), ...lines.event(event)].map((line) => line.split(' ').at(-1));
    expect(stamps).toEqual(['1795000000000000005', '1795000000000000006']);
  });

  it('end a run with its outcome, and a killed one with none', () => {
    const [line] = create().end({ at: 7, outcome: 'aborted', reason: 'Ctrl-C' });
    expect(line).toBe(
      'faas_event,kind=run,run=run-1,suite=synthetic title="synthetic aborted",text="Ctrl-C",' +
        'tags="synthetic,reference",outcome="aborted" 1795000000000000007',
    );
    expect(create().end(undefined)).toEqual([]);
  });

  it('sum up the measured phases of each function', () => {
    const lines = create();
    lines.write(toBatch(span(0, 4), span(0, 500, { start: 'cold' }), span(0, 5, { outcome: 'failed' })));
    lines.write({ ...toBatch(span(0, 9000)), phase: 'check/hello' });
    lines.summary(summary);
    const line = lines.end(undefined).find((one) => one.startsWith('faas_summary')) ?? '';
    expect(line).toMatch(
      /^faas_summary,fn=hello,provider=reference,run=run-1,suite=synthetic count=3i,cold=1i,errors=1i,cold_rate=0\.333/,
    );
    expect(line).toContain('p99_ms=500,');
    expect(line).toContain(
      ',cost_usd=0.5,usd_per_million=1.5,breakeven_rps=40,generator_verdict="generator-limited" ',
    );
    expect(line).toMatch(/ 1795000000000000000$/);
  });
});

const machine = { machine: 'm', usdPerMonth: 1, function: 'hello', functionUsdPerMonth: 1, ratePerSecond: 1 };
const summary = {
  generator: { verdict: 'generator-limited' },
  starts: [],
  cost: {
    functions: [
      { function: 'hello', totalUsd: 0.5, costPerMillionUsd: { value: 1.5, low: null, high: null } },
    ],
    alwaysOn: [
      { ...machine, breakEvenRatePerSecond: 20, coreShareAtBreakEven: 1.2 },
      { ...machine, breakEvenRatePerSecond: 40, coreShareAtBreakEven: 0.8 },
    ],
  },
} as unknown as RunSummary;
