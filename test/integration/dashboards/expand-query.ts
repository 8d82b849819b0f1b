/** What Grafana makes of a query before it sends it: the values of its variables, the time range, the step. */
export interface GrafanaView {
  readonly fromMs: number;
  readonly toMs: number;
  /** What is chosen, by variable: values, or everything. */
  readonly chosen: Readonly<Record<string, readonly string[] | 'all'>>;
  /** Seconds of one step of a chart. */
  readonly stepSeconds: number;
}

/** Of InfluxQL. @throws Error when the query holds something that Grafana would leave as it is. */
export function expandQuery(query: string, view: GrafanaView): string {
  const { fromMs, toMs, stepSeconds } = view;
  return demandExpanded(
    expandChosen(query, view)
      .replaceAll('$timeFilter', `time >= ${fromMs}ms and time <= ${toMs}ms`)
      .replaceAll('$__interval_ms', `${stepSeconds * 1000}`)
      .replaceAll('$__interval', `${stepSeconds}s`),
  );
}

/** Grafana puts a record `v` ahead of Flux. @param bucket - Default: `faasmark/autogen`, a database of InfluxDB 1. */
export function expandFlux(query: string, view: GrafanaView, bucket = 'faasmark/autogen'): string {
  const toInstant = (ms: number): string => new Date(ms).toISOString();
  const range = `timeRangeStart: ${toInstant(view.fromMs)}, timeRangeStop: ${toInstant(view.toMs)}`;
  const record = `option v = { ${range}, windowPeriod: ${view.stepSeconds}s, defaultBucket: "${bucket}" }`;
  const text = demandExpanded(expandChosen(query, view));
  // Imports come first.
  const imports = /^(import "\w+"\n)*/.exec(text)?.[0] ?? '';
  return `${imports}${record}\n${text.slice(imports.length)}`;
}

/** As Grafana's macros of InfluxDB's SQL, in the words of DuckDB. */
export function expandSql(query: string, view: GrafanaView): string {
  const { fromMs, toMs, stepSeconds } = view;
  return demandExpanded(
    expandChosen(query, view)
      .replaceAll(
        '$__timeFilter(time)',
        `time >= make_timestamp(${fromMs}000) AND time <= make_timestamp(${toMs}000)`,
      )
      .replaceAll(
        '$__dateBin(time)',
        `time_bucket(INTERVAL '${stepSeconds} second', time, TIMESTAMP '1970-01-01 00:00:00')`,
      )
      .replaceAll('$__interval_ms', `${stepSeconds * 1000}`),
  );
}

function expandChosen(query: string, { chosen }: GrafanaView): string {
  return query.replaceAll(/\$\{(\w+):regex\}/g, (text, name: string) => toRegex(chosen[name], text));
}

function demandExpanded(expanded: string): string {
  const left = /\$\{?\w+/.exec(expanded);
  if (left !== null) throw new Error(`Grafana knows no ${left[0]}: ${expanded}`);
  return expanded;
}

/** The format `regex` of Grafana's variables. "All" is the variable's own pattern, unescaped. */
function toRegex(values: readonly string[] | 'all' | undefined, text: string): string {
  if (values === undefined) throw new Error(`nothing is chosen for ${text}`);
  if (values === 'all') return '.*';
  const escaped = values.map((value) => value.replaceAll(/[\\^$*+?.()|[\]{}/]/g, String.raw`\$&`));
  return escaped.length === 1 ? (escaped[0] ?? '') : `(${escaped.join('|')})`;
}
