/** How each sending thread does, as metrics. */
import type { GeneratorSample } from '../../contract/sink.ts';
import type { Labels, Metric } from './metric.ts';

export interface GeneratorMetrics {
  add(sample: GeneratorSample): void;
  toMetrics(): Metric[];
}

const counted = ['scheduled', 'sent', 'dropped'] as const;

interface Worker {
  latest: GeneratorSample;
  readonly totals: Record<(typeof counted)[number], number>;
}

/** @param common - labels of every series. */
export function createGeneratorMetrics(common: Labels): GeneratorMetrics {
  const workers = new Map<string, Worker>();
  const each = (valueOf: (worker: Worker) => number): Metric['points'] =>
    Array.from(workers, ([worker, state]) => ({ labels: { ...common, worker }, value: valueOf(state) }));
  const gauge = (name: string, valueOf: (latest: GeneratorSample) => number): Metric => ({
    name: `faas_generator_${name}`,
    kind: 'gauge',
    points: each(({ latest }) => valueOf(latest)),
  });
  return {
    add(sample) {
      const state = workers.get(sample.worker);
      const totals = state?.totals ?? { scheduled: 0, sent: 0, dropped: 0 };
      for (const name of counted) totals[name] += sample[name];
      workers.set(sample.worker, { latest: sample, totals });
    },
    toMetrics: () =>
      workers.size === 0
        ? []
        : [
            ...counted.map((name): Metric => ({
              name: `faas_generator_${name}_total`,
              kind: 'counter',
              points: each(({ totals }) => totals[name]),
            })),
            gauge('in_flight', ({ inFlight }) => inFlight),
            gauge('connections', ({ connections }) => connections),
            gauge('send_delay_max_ms', ({ sendDelayMaxMs }) => sendDelayMaxMs),
            gauge('event_loop_delay_p99_ms', ({ eventLoopDelayP99Ms }) => eventLoopDelayP99Ms),
            gauge('cpu_percent', ({ cpuPercent }) => cpuPercent),
          ],
  };
}
