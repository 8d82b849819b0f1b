/**
 * A query as SQL of InfluxDB 3, where a measurement is a table with a column for each tag and field. Grafana puts in
 * `$__timeFilter(time)`, `$__dateBin(time)`, `$__interval_ms` and what is chosen. A step without points has no row.
 */
import { type Condition, fieldsOf, isTagName, type Query, type Value } from './query.ts';

const step = '$__dateBin(time)';

export function toSql({ from, columns, where = [], chosen, by = [], each }: Query): string {
  const tags = by.map((tag) => `"${tag}"`);
  const selected = columns.map(({ name, value }) => {
    const own = value.is === 'field' ? value.field : 'value';
    return `${toValue(value, tags)} AS "${name ?? own}"`;
  });
  const conditions = [...where.map(toCondition), ...chosenConditions[chosen], '$__timeFilter(time)'];
  if (each === 'point') conditions.push(toIsThere(columns.map(({ value }) => value)));
  const time = each === 'step' ? [`${step} AS time`] : each === 'point' ? ['time'] : [];
  const groups = each === 'point' ? [] : [...(each === 'step' ? [step] : []), ...tags];
  return [
    `SELECT ${[...time, ...tags, ...selected].join(', ')} FROM "${from}" WHERE ${conditions.join(' AND ')}`,
    ...(groups.length === 0 ? [] : [`GROUP BY ${groups.join(', ')}`]),
    ...(each === 'range' ? [] : ['ORDER BY time']),
  ].join(' ');
}

const matches = (column: string, variable: string): string => `"${column}" ~ '^\${${variable}:regex}$'`;
const isRun = matches('run', 'run');
const isFunction = [matches('provider', 'provider'), matches('fn', 'function')];

const chosenConditions: Readonly<Record<Query['chosen'], readonly string[]>> = {
  runs: [isRun],
  functions: [isRun, ...isFunction],
  everyRun: isFunction,
};

export const sqlRuns = 'SELECT DISTINCT "run" FROM "faas_event" WHERE $__timeFilter(time)';

export function sqlTagValues(tag: string): string {
  return `SELECT DISTINCT "${tag}" FROM "faas_rollup" WHERE ${isRun} AND $__timeFilter(time)`;
}

/** Not every point has every field; one that has none of those that are asked for is none. */
function toIsThere(values: readonly Value[]): string {
  const fields = values.flatMap(fieldsOf).filter((field) => !isTagName(field));
  return `(${fields.map((field) => `"${field}" IS NOT NULL`).join(' OR ')})`;
}

/** @param tags - whose sums run each for themselves. */
function toValue(value: Value, tags: readonly string[]): string {
  switch (value.is) {
    case 'field':
      return `"${value.field}"`;
    case 'aggregate':
      return `${value.how}("${value.field}")`;
    case 'perSecond':
      return `${toValue(value.of, tags)} * 1000.0 / $__interval_ms`;
    case 'times':
      return `${toValue(value.of, tags)} * ${value.factor}`;
    case 'minus':
      return `(${toValue(value.of, tags)} - ${toValue(value.less, tags)})`;
    case 'ratio':
      // Integers would be divided as such.
      return `CAST(${toValue(value.of, tags)} AS DOUBLE) / ${toValue(value.to, tags)}`;
    case 'cumulative': {
      const partition = tags.length === 0 ? '' : `PARTITION BY ${tags.join(', ')} `;
      return `sum(${toValue(value.of, tags)}) OVER (${partition}ORDER BY ${step})`;
    }
  }
}

function toCondition(condition: Condition): string {
  return 'tag' in condition
    ? `"${condition.tag}" ${condition.is} '${condition.text}'`
    : `"${condition.field}" > ${condition.above}`;
}
