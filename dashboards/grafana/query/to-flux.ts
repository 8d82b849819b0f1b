/**
 * A query as Flux of InfluxDB 2, where every field of every series is a table of its own: several fields are put beside each
 * other as late as possible. Grafana puts in `v`, the time range, the step and the bucket, and what is chosen.
 */
import { type Aggregation, type Condition, fieldsOf, isTagName, type Query, type Value } from './query.ts';

export function toFlux(query: Query): string {
  const { columns, each } = query;
  const fields = [...new Set([...askedFields(query), ...listConditionFields(query)])];
  const isPlain = columns.every(({ value }) => value.is === 'field' || value.is === 'aggregate');
  return [
    rangeOf,
    `filter(fn: (r) => r._measurement == "${query.from}" and (${fields.map((field) => `r._field == "${field}"`).join(' or ')}))`,
    `filter(fn: (r) => ${listTagConditions(query).join(' and ')})`,
    // Fields of different types cannot be in one table; the texts of events stay what they are.
    ...(query.from === 'faas_event' ? [] : ['toFloat()']),
    ...(isPlain ? nameFields(query) : []),
    ...(each === 'point' ? toPoints(query) : aggregate(query)),
    ...(isPlain ? [] : combine(query)),
    ...(each === 'point' && columns.length > 1 ? [] : [keepAsked(query)]),
  ].join('\n  |> ');
}

const rangeOf = 'from(bucket: v.defaultBucket)\n  |> range(start: v.timeRangeStart, stop: v.timeRangeStop)';
const isRun = 'r.run =~ /^${run:regex}$/';
const isFunction = ['r.provider =~ /^${provider:regex}$/', 'r.fn =~ /^${function:regex}$/'];

const chosenConditions: Readonly<Record<Query['chosen'], readonly string[]>> = {
  runs: [isRun],
  functions: [isRun, ...isFunction],
  everyRun: isFunction,
};

export const fluxRuns: string = `${rangeOf}
  |> filter(fn: (r) => r._measurement == "faas_event" and r._field == "title")
  |> keep(columns: ["run", "_value"])
  |> group()
  |> distinct(column: "run")`;

export function fluxTagValues(tag: string): string {
  return `${rangeOf}
  |> filter(fn: (r) => r._measurement == "faas_rollup" and ${isRun})
  |> keep(columns: ["${tag}"])
  |> group()
  |> distinct(column: "${tag}")`;
}

function listTagConditions({ where = [], chosen }: Query): string[] {
  const own = where.flatMap((condition) => ('tag' in condition ? [toCondition(condition)] : []));
  return [...own, ...chosenConditions[chosen]];
}

function toCondition(condition: Condition): string {
  return 'tag' in condition
    ? `r.${condition.tag} ${condition.is === '=' ? '==' : '!='} "${condition.text}"`
    : `exists r.${condition.field} and r.${condition.field} > ${toFloat(condition.above)}`;
}

function askedFields({ columns }: Query): string[] {
  return columns.flatMap(({ value }) => fieldsOf(value)).filter((field) => !isTagName(field));
}

/** Fields that decide which points count. */
function listConditionFields({ where = [] }: Query): string[] {
  return where.flatMap((condition) => ('field' in condition ? [condition.field] : []));
}

/** The names that the answer has in place of the fields'. */
function nameFields({ columns }: Query): string[] {
  const names = columns.flatMap(({ name, value }) => {
    const [field = ''] = fieldsOf(value);
    return name === undefined || name === field || isTagName(field) ? [] : [[field, name] as const];
  });
  if (names.length === 0) return [];
  const choices = names.map(([field, name]) => `if r._field == "${field}" then "${name}" else`);
  return [`map(fn: (r) => ({ r with _field: ${choices.join(' ')} r._field }))`];
}

function toPoints({ columns, by = [] }: Query): string[] {
  const tags = columns.flatMap(({ value }) => fieldsOf(value)).filter(isTagName);
  if (columns.length === 1) return [`group(columns: ${toList([...by, '_field'])})`];
  return [
    `group(columns: ${toList([...by, ...tags])})`,
    `pivot(rowKey: ["_time"], columnKey: ["_field"], valueColumn: "_value")`,
    'group()',
  ];
}

function aggregate(query: Query): string[] {
  const { columns, by = [], each, empty } = query;
  const how = findAggregation(columns.map(({ value }) => value));
  if (listConditionFields(query).length > 0) return addSideBySide(query, how);
  const grouped = `group(columns: ${toList([...by, '_field'])})`;
  if (each === 'range') return [grouped, `${how}()`];
  const isFull = empty === 'zero';
  return [
    grouped,
    `aggregateWindow(every: v.windowPeriod, fn: ${how}, createEmpty: ${isFull}, timeSrc: "_start")`,
    ...(isFull ? ['fill(value: 0.0)'] : []),
  ];
}

/** One field can only decide about the others where they are side by side, and then no function adds up all of them. */
function addSideBySide(query: Query, how: Aggregation): string[] {
  const { where = [], by = [], each } = query;
  if (how !== 'sum') throw new Error('points that a field decides about can only be added up');
  const conditions = where.flatMap((condition) => ('field' in condition ? [toCondition(condition)] : []));
  const fields = [...new Set(askedFields(query))];
  const start = fields.map((field) => `${field}: 0.0`).join(', ');
  const add = fields.map((field) => `${field}: accumulator.${field} + r.${field}`).join(', ');
  return [
    'pivot(rowKey: ["_time"], columnKey: ["_field"], valueColumn: "_value")',
    `filter(fn: (r) => ${conditions.join(' and ')})`,
    `group(columns: ${toList(by)})`,
    ...(each === 'step' ? ['window(every: v.windowPeriod)'] : []),
    `reduce(identity: { ${start} }, fn: (r, accumulator) => ({ ${add} }))`,
    ...(each === 'step' ? ['duplicate(column: "_start", as: "_time")', `group(columns: ${toList(by)})`] : []),
  ];
}

/** One for all fields of a query, which is all that is needed. @throws Error for two. */
function findAggregation(values: readonly Value[]): Aggregation {
  const found = [...new Set(values.flatMap(listAggregations))];
  const [how] = found;
  if (how === undefined || found.length > 1) {
    throw new Error(`a query needs one aggregation for all its fields, not ${found.length}`);
  }
  return how;
}

function listAggregations(value: Value): Aggregation[] {
  switch (value.is) {
    case 'field':
      return [];
    case 'aggregate':
      return [value.how];
    case 'perSecond':
    case 'times':
    case 'cumulative':
      return listAggregations(value.of);
    case 'minus':
      return [...listAggregations(value.of), ...listAggregations(value.less)];
    case 'ratio':
      return [...listAggregations(value.of), ...listAggregations(value.to)];
  }
}

/** What is worked out from the aggregated fields. */
function combine(query: Query): string[] {
  const [column, ...others] = query.columns;
  if (column === undefined || others.length > 0)
    throw new Error('only one value can be worked out by one query');
  const { value } = column;
  const inner = value.is === 'cumulative' ? value.of : value;
  const isSideBySide = listConditionFields(query).length > 0;
  const isSingle = !isSideBySide && fieldsOf(inner).length === 1;
  const rowKey = toList([query.each === 'step' ? '_time' : '_stop']);
  return [
    ...(isSingle || isSideBySide
      ? []
      : [`pivot(rowKey: ${rowKey}, columnKey: ["_field"], valueColumn: "_value")`]),
    ...(inner.is === 'aggregate' ? [] : [`map(fn: (r) => ({ r with _value: ${toValue(inner, isSingle)} }))`]),
    ...(value.is === 'cumulative' ? ['cumulativeSum(columns: ["_value"])'] : []),
  ];
}

/** A largest value comes with all that its point had. */
function keepAsked({ columns, by = [], each }: Query): string {
  const time = each === 'range' ? [] : ['_time'];
  return `keep(columns: ${toList([...time, '_value', ...by, ...(columns.length > 1 ? ['_field'] : [])])})`;
}

/** @param isSingle - whether the field is the value of its table, or a column. */
function toValue(value: Value, isSingle: boolean): string {
  switch (value.is) {
    case 'field':
    case 'aggregate':
      return isSingle ? 'r._value' : `r.${value.field}`;
    case 'perSecond':
      return `${toValue(value.of, isSingle)} * 1000000000.0 / float(v: int(v: v.windowPeriod))`;
    case 'times':
      return `${toValue(value.of, isSingle)} * ${toFloat(value.factor)}`;
    case 'minus':
      return `(${toValue(value.of, isSingle)} - ${toValue(value.less, isSingle)})`;
    case 'ratio':
      return `${toValue(value.of, isSingle)} / ${toValue(value.to, isSingle)}`;
    case 'cumulative':
      throw new Error('a running sum is not part of another value');
  }
}

function toFloat(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function toList(names: readonly string[]): string {
  return `[${names.map((name) => `"${name}"`).join(', ')}]`;
}
