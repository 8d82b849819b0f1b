/** The answers of several databases to one question in one form: each number by where it stands, so that they can be compared. */
import type { InfluxSeries } from '../../support/influxd.ts';

/**
 * By time (none for a whole range), texts of the row, and name of the column; zeros and gaps are left out. Two runs that began
 * at the same time stand in the same place: their numbers in order.
 */
export type Answer = ReadonlyMap<string, readonly number[]>;

interface Row {
  readonly timeMs: number | undefined;
  readonly cells: Readonly<Record<string, unknown>>;
}

export function fromInfluxql(series: readonly InfluxSeries[], hasTime: boolean): Answer {
  const rows = series.flatMap(({ columns, values, tags = {} }) =>
    values.map((row) => {
      const { time, ...cells } = Object.fromEntries(columns.map((column, at) => [column, row[at]]));
      return { timeMs: hasTime ? Number(time) / 1e6 : undefined, cells: { ...tags, ...cells } };
    }),
  );
  return toAnswer(rows);
}

export function fromSql(rows: readonly Readonly<Record<string, unknown>>[]): Answer {
  return toAnswer(
    rows.map(({ time, ...cells }) => ({ timeMs: time === undefined ? undefined : Number(time), cells })),
  );
}

/** @param csv - of Flux: a header and its rows for each kind of table. */
export function fromFlux(csv: string, hasTime: boolean): Answer {
  const rows = csv.split(/\r?\n\r?\n/).flatMap((block) => {
    const [header = '', ...lines] = block
      .trim()
      .split(/\r?\n/)
      .filter((line) => !line.startsWith('#'));
    const names = header.split(',');
    return lines.map((line) =>
      Object.fromEntries(line.split(',').map((cell, at) => [names[at] ?? '', cell])),
    );
  });
  return toAnswer(
    rows.map(({ _time, _value, _field, ...others }) => {
      const cells = Object.entries(others)
        .filter(([name]) => name !== '' && !/^(result|table|_start|_stop|_measurement)$/.test(name))
        .map(([name, text]) => [name, toCell(text)] as const);
      const value = _value === undefined ? [] : [[_field ?? 'value', toCell(_value)] as const];
      return {
        timeMs: hasTime ? Date.parse(String(_time)) : undefined,
        cells: Object.fromEntries([...cells, ...value]),
      };
    }),
  );
}

function toCell(text: string | undefined): unknown {
  return text === undefined || text === '' ? null : Number.isNaN(Number(text)) ? text : Number(text);
}

function toAnswer(rows: readonly Row[]): Answer {
  const counted = rows.map(({ timeMs, cells }) => {
    const entries = Object.entries(cells);
    const texts = entries.flatMap(([, value]) => (typeof value === 'string' ? [value] : [])).toSorted();
    const numbers = entries.filter(([, value]) => typeof value === 'number');
    // Databases round what is below a millisecond to different places.
    const time = timeMs === undefined ? '' : Math.floor(timeMs);
    return { place: `${time} ${texts.join(' ')}`, numbers };
  });
  // The only column has as many names as there are databases.
  const isSingle = new Set(counted.flatMap(({ numbers }) => numbers.map(([name]) => name))).size === 1;
  const answer = new Map<string, number[]>();
  for (const { place, numbers } of counted) {
    for (const [name, value] of numbers) {
      if (value === 0) continue;
      const at = isSingle ? place : `${place} ${name}`;
      answer.set(
        at,
        [...(answer.get(at) ?? []), value as number].toSorted((one, other) => one - other),
      );
    }
  }
  return answer;
}

/**
 * Places that only one answer has, or with other numbers.
 *
 * @param isPart - whether the expected one may have more: a running sum stands still where nothing is added, and only InfluxQL
 *   says so again and again.
 */
export function toDifferences(answer: Answer, expected: Answer, isPart: boolean): string[] {
  const places = new Set([...answer.keys(), ...(isPart ? [] : expected.keys())]);
  return [...places]
    .filter((place) => !isAlike(answer.get(place) ?? [], expected.get(place) ?? []))
    .map((place) => `${place}: ${answer.get(place)?.join()} instead of ${expected.get(place)?.join()}`);
}

function isAlike(some: readonly number[], others: readonly number[]): boolean {
  return (
    some.length === others.length &&
    some.every((one, at) => Math.abs(one - (others[at] ?? 0)) <= 1e-9 * Math.abs(one))
  );
}
