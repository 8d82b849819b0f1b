/** Prometheus text, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). */
import type { GatewayContext } from './gateway-context.ts';

type Labels = Readonly<Record<string, string>>;

export function toMetricsPage({ counts, records, dispatcher, events }: GatewayContext): string {
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
