/**
 * k6 as a load engine: a play becomes a script, a local k6 runs it, and what it writes becomes records. For whoever wants
 * the numbers of a known tool beside ours; it spaces arrivals evenly only and does not tell its own lateness.
 */
import type { Clock } from '../../contract/clock.ts';
import { FaasmarkError, isFaasmarkError, messageOf } from '../../contract/errors.ts';
import { type InvocationBatchBuilder, createInvocationBatchBuilder } from '../../contract/batch-builder.ts';
import type { EngineListener, LoadEngine, PlayEnd, PlayPart } from '../engine.ts';
import { type LoadOptions, defaultLoadOptions } from '../load-options.ts';
import { compileScript, toScenarioNames } from './compile-script.ts';
import { mostVUs } from './executor.ts';
import { createGeneratorMeter } from './generator-meter.ts';
import { createOutputReader } from './read-output.ts';
import { runK6 } from './run-k6.ts';
import { toDropped, toInvocation } from './to-invocation.ts';
import { createToInstant } from './wall-clock.ts';

export interface K6EngineParts extends EngineListener {
  readonly clock: Clock;
  /** Workers and pacing are k6's own affair; `maxConnections` bounds the virtual users of a part. */
  readonly options?: Partial<LoadOptions>;
  /** Default: that of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const batchIntervalMs = 100;
const sampleIntervalMs = 1000;

export function createK6Engine(parts: K6EngineParts): LoadEngine {
  const { clock, environment = process.env } = parts;
  const options = { ...defaultLoadOptions, ...parts.options };

  const perform = async (played: readonly PlayPart[], signal: AbortSignal): Promise<PlayEnd> => {
    const script = compileScript(played, {
      answers: 'handOver',
      maxVUs: Math.min(options.maxConnections, mostVUs),
      connectionReuse: options.connectionReuse,
    });
    const meter = createGeneratorMeter(clock);
    const lanes = createLanes(played);
    let sent = 0;
    let dropped = 0;
    const reader = createOutputReader(
      {
        request(request) {
          const lane = lanes.get(request.scenario);
          if (lane === undefined) return;
          const invocation = toInvocation(request, lane.next++, lane.part.target);
          lane.batch.add(invocation);
          sent++;
          meter.sent((invocation.sentAt ?? 0) - invocation.intendedStart);
        },
        dropped(scenario, count, at) {
          const lane = lanes.get(scenario);
          if (lane === undefined) return;
          for (let one = 0; one < count; one++) lane.batch.add(toDropped(lane.next++, at));
          dropped += count;
          meter.dropped(count);
        },
        users: (count) => meter.users(count),
      },
      createToInstant(clock),
    );
    const flush = (): void => {
      for (const { batch } of lanes.values()) if (batch.length > 0) parts.onBatch(batch.take());
    };
    const timers = [
      clock.every(batchIntervalMs, flush),
      clock.every(sampleIntervalMs, () => parts.onSample(meter.take())),
    ];
    try {
      await runK6(
        script,
        { clock, environment, protocol: options.protocol },
        (line) => reader.line(line),
        signal,
      );
    } finally {
      for (const stop of timers) stop();
      reader.end();
      flush();
      parts.onSample(meter.take());
    }
    return { scheduled: sent + dropped, sent, dropped };
  };

  return {
    async play(played, signal) {
      if (signal.aborted) return { scheduled: 0, sent: 0, dropped: 0 };
      try {
        return await perform(played, signal);
      } catch (error) {
        if (isFaasmarkError(error)) throw error;
        throw new FaasmarkError('LOAD_WORKER_FAILED', `the load generator failed: ${messageOf(error)}`, {
          cause: error,
        });
      }
    },
    close: () => Promise.resolve(),
  };
}

interface Lane {
  readonly part: PlayPart;
  readonly batch: InvocationBatchBuilder;
  /** k6 does not tell positions in the schedule: in the order in which they end. */
  next: number;
}

/** By the name of the scenario in k6. */
function createLanes(played: readonly PlayPart[]): ReadonlyMap<string, Lane> {
  const names = toScenarioNames(played);
  return new Map(
    played.map((part, at) => [names[at] ?? '', { part, batch: createInvocationBatchBuilder(part), next: 0 }]),
  );
}
