/** A measured number beside the one that is wanted. */

export interface Figure {
  /** As it is called in the JSON. */
  readonly name: string;
  /** Null where it could not be measured: a contender is missing or has failed. */
  readonly value: number | null;
  readonly wanted: string;
  /** Null where the value is. */
  readonly reached: boolean | null;
}

export function atLeast(name: string, value: number | null, wanted: number): Figure {
  return judge(name, value, `>= ${wanted}`, (measured) => measured >= wanted);
}

export function atMost(name: string, value: number | null, wanted: number): Figure {
  return judge(name, value, `<= ${Number(wanted.toPrecision(4))}`, (measured) => measured <= wanted);
}

export function below(name: string, value: number | null, wanted: number): Figure {
  return judge(name, value, `< ${wanted}`, (measured) => measured < wanted);
}

export function exactly(name: string, value: number | null, wanted: number): Figure {
  return judge(name, value, `${wanted}`, (measured) => measured === wanted);
}

/** `name  value  (wanted)  reached`. */
export function describeFigure({ name, value, wanted, reached }: Figure): string {
  const verdict = reached === null ? 'not measured' : reached ? 'reached' : 'NOT reached';
  return `${name.padEnd(44)} ${formatNumber(value).padStart(12)}   wanted ${wanted.padEnd(12)} ${verdict}`;
}

/** Four significant digits; a dash where there is nothing. */
export function formatNumber(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '-';
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en-US')
    : `${Number(value.toPrecision(4))}`;
}

function judge(
  name: string,
  measured: number | null,
  wanted: string,
  isReached: (measured: number) => boolean,
): Figure {
  const value = measured === null || Number.isNaN(measured) ? null : measured;
  return { name, value, wanted, reached: value === null ? null : isReached(value) };
}
