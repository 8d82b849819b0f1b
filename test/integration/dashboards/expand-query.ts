/** What Grafana makes of a query before it sends it: the values of its variables, the time range, the step. */
export interface GrafanaView {
  readonly fromMs: number;
  readonly toMs: number;
  /** What is chosen, by variable: values, or everything. */
  readonly chosen: Readonly<Record<string, readonly string[] | 'all'>>;
  /** Seconds of one step of a chart. */
  readonly stepSeconds: number;
}

/** @throws Error when the query holds something that Grafana would leave as it is. */
export function expandQuery(query: string, { fromMs, toMs, chosen, stepSeconds }: GrafanaView): string {
  const expanded = query
    .replaceAll(/\$\{(\w+):regex\}/g, (text, name: string) => toRegex(chosen[name], text))
    .replaceAll('$timeFilter', `time >= ${fromMs}ms and time <= ${toMs}ms`)
    .replaceAll('$__interval_ms', `${stepSeconds * 1000}`)
    .replaceAll('$__interval', `${stepSeconds}s`);
  const left = /\$\{?\w+/.exec(expanded);
  if (left !== null) throw new Error(`Grafana knows no ${left[0]}: ${query}`);
  return expanded;
}

/** The format `regex` of Grafana's variables. "All" is the variable's own pattern, unescaped. */
function toRegex(values: readonly string[] | 'all' | undefined, text: string): string {
  if (values === undefined) throw new Error(`nothing is chosen for ${text}`);
  if (values === 'all') return '.*';
  const escaped = values.map((value) => value.replaceAll(/[\\^$*+?.()|[\]{}/]/g, String.raw`\$&`));
  return escaped.length === 1 ? (escaped[0] ?? '') : `(${escaped.join('|')})`;
}
