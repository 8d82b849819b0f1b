/** Prometheus text, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). */
import type { GatewayContext } from './gateway-context.ts';

type Labels = Readonly<Record<string, string>>;

export function toMetricsPage({ clock, counts, records, dispatcher, events }: GatewayContext): string {
  const toAge = (sinceMs: number | undefined): number =>
    sinceMs === undefined ? 0 : Math.max(0, (clock.epochMs() - sinceMs) / 1000);
  const queues = events.queues.list();
  return [
    metric(
      'faas_invocations_total',
      'counter',
      'Invocations by function and outcome.',
      counts.rows().map((row) => [{ function: row.function, outcome: row.outcome }, row.invocations]),
    ),
    metric(
      'faas_cold_starts_total',
      'counter',
      'Invocations that waited for a new instance.',
      [...counts.coldStarts()].map(([name, count]) => [{ function: name }, count]),
    ),
    metric(
      'faas_instances',
      'gauge',
      'Live instances.',
      [...records.countLive()].map(([name, count]) => [{ function: name }, count]),
    ),
    metric('faas_invocations_in_flight', 'gauge', 'Invocations that run now.', [[{}, dispatcher.inFlight()]]),
    metric('faas_async_events', 'gauge', 'Asynchronous events that are not done.', [
      [{}, events.queue.size()],
    ]),
    metric(
      'faas_async_oldest_event_age_seconds',
      'gauge',
      'Since the oldest event that is not done was taken; 0 without one.',
      [[{}, toAge(events.queue.oldestQueuedAtMs())]],
    ),
    metric(
      'faas_queue_messages',
      'gauge',
      'Messages of a queue: visible, in flight, delayed.',
      queues.flatMap((queue) =>
        Object.entries(queue.counts()).map(
          ([state, count]: [string, number]) => [{ queue: queue.name, state }, count] as const,
        ),
      ),
    ),
    metric(
      'faas_queue_oldest_message_age_seconds',
      'gauge',
      'Since the oldest message of a queue was sent; 0 without one.',
      queues.map((queue) => [{ queue: queue.name }, toAge(queue.oldestSentAtMs())]),
    ),
  ].join('');
}

function metric(
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  rows: readonly (readonly [Labels, number])[],
): string {
  const lines = rows.map(([labels, value]) => `${name}${toText(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

/** Names of functions and outcomes hold nothing that would have to be escaped. */
function toText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
