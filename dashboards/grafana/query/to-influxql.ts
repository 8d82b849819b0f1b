/** A query as InfluxQL, the one language that InfluxDB 1, 2 and 3 share. Grafana puts in `$timeFilter`, `$__interval` and what is chosen. */
import type { Condition, Query, Value } from './query.ts';

export function toInfluxql({
  from,
  columns,
  where = [],
  chosen,
  by = [],
  each,
  empty = 'gap',
}: Query): string {
  const selected = columns.map(({ name, value }) => {
    const text = toValue(value);
    return name === undefined ? text : `${text} AS "${name}"`;
  });
  const conditions = [...where.map(toCondition), chosenConditions[chosen], '$timeFilter'];
  const groups = [...(each === 'step' ? ['time($__interval)'] : []), ...by.map((tag) => `"${tag}"`)];
  return [
    `SELECT ${selected.join(', ')} FROM "${from}" WHERE ${conditions.join(' AND ')}`,
    ...(groups.length === 0 ? [] : [`GROUP BY ${groups.join(', ')}`]),
    ...(each === 'step' ? [`fill(${empty === 'zero' ? '0' : 'null'})`] : []),
  ].join(' ');
}

const isRun = '"run" =~ /^${run:regex}$/';
const isFunction = '"provider" =~ /^${provider:regex}$/ AND "fn" =~ /^${function:regex}$/';

const chosenConditions: Readonly<Record<Query['chosen'], string>> = {
  runs: isRun,
  functions: `${isRun} AND ${isFunction}`,
  everyRun: isFunction,
};

/** The runs of the time range, which SHOW TAG VALUES cannot give. */
export const influxqlRuns =
  'SELECT DISTINCT("run") FROM (SELECT "title", "run" FROM "faas_event" WHERE $timeFilter)';

/** Values of a tag in the chosen runs. */
export function influxqlTagValues(tag: string): string {
  return `SHOW TAG VALUES FROM "faas_rollup" WITH KEY = "${tag}" WHERE ${isRun}`;
}

function toValue(value: Value): string {
  switch (value.is) {
    case 'field':
      return `"${value.field}"`;
    case 'aggregate':
      return `${value.how}("${value.field}")`;
    case 'perSecond':
      return `${toValue(value.of)} * 1000 / $__interval_ms`;
    case 'times':
      return `${toValue(value.of)} * ${value.factor}`;
    case 'minus':
      return `(${toValue(value.of)} - ${toValue(value.less)})`;
    case 'ratio':
      return `${toValue(value.of)} / ${toValue(value.to)}`;
    case 'cumulative':
      return `cumulative_sum(${toValue(value.of)})`;
  }
}

function toCondition(condition: Condition): string {
  return 'tag' in condition
    ? `"${condition.tag}" ${condition.is} '${condition.text}'`
    : `"${condition.field}" > ${condition.above}`;
}
