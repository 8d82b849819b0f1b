/**
 * `faas_invocation`: invocations one by one, for those who ask for it. Two of the same series at one instant would be one
 * point, so the later of them moves on to the next nanosecond that is free.
 */
import { type InvocationBatch, toInvocations } from '../../contract/invocation-batch.ts';
import { type Invocation, responseTime, sendDelay, serviceTime } from '../../contract/invocation.ts';
import { type Nanos, nanosPerSecond, toMillis } from '../../contract/units.ts';
import type { RunAxis } from '../series/run-axis.ts';
import type { Fields } from '../series/fields.ts';
import { toLine } from './line-protocol.ts';
import type { RunSeries } from './run-tags.ts';

export interface InvocationLines {
  toLines(batch: InvocationBatch): string[];
}

/** @param share - of the invocations that are written, 0 to 1: spread evenly, and the same at every replay. */
export function createInvocationLines(series: RunSeries, axis: RunAxis, share: number): InvocationLines {
  const instants = createInstants();
  return {
    toLines(batch) {
      if (share === 0) return [];
      const lines: string[] = [];
      for (const one of toInvocations(batch)) {
        if (!isSampled(one.index, share)) continue;
        const own = series.invocation(one.function, one.start, one.outcome);
        const at = axis.timestampOf(instants.take(own, one.endedAt));
        const line = toLine(own, toFields(one), at);
        if (line !== undefined) lines.push(line);
      }
      return lines;
    },
  };
}

function isSampled(index: number, share: number): boolean {
  return Math.floor((index + 1) * share) > Math.floor(index * share);
}

function toFields(one: Invocation): Fields {
  const sent = sendDelay(one);
  const service = serviceTime(one);
  return {
    lat_ms: toMillis(responseTime(one)),
    service_ms: service === undefined ? undefined : toMillis(service),
    send_delay_ms: sent === undefined ? undefined : toMillis(sent),
    init_ms: one.initDurationMs,
    exec_ms: one.handlerDurationMs,
    billed_ms: one.billedDurationMs,
    code: BigInt(one.status),
    seq: BigInt(one.index),
    phase: one.phase,
    instance: one.instance,
  };
}

/** Which instants of each series are taken. Records wait a tenth of a second, so some seconds are enough to remember. */
const rememberedSeconds = 10;

function createInstants() {
  const seconds = new Map<number, Map<string, Set<Nanos>>>();
  return {
    take(series: string, wanted: Nanos): Nanos {
      const second = Math.floor(wanted / nanosPerSecond);
      let taken = seconds.get(second);
      if (taken === undefined) {
        seconds.set(second, (taken = new Map()));
        for (const old of seconds.keys()) if (old < second - rememberedSeconds) seconds.delete(old);
      }
      let own = taken.get(series);
      if (own === undefined) taken.set(series, (own = new Set()));
      let at = wanted;
      while (own.has(at)) at++;
      own.add(at);
      return at;
    },
  };
}
