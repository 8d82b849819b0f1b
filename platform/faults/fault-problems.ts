/** Reads values of a declaration one by one, and collects what is wrong with them: all of it, each with its path. */

export type Fields = Readonly<Record<string, unknown>>;

export interface FaultProblem {
  readonly path: readonly (string | number)[];
  /** What was expected; without the path. */
  readonly message: string;
}

/** One place in the document. */
export interface Place {
  readonly value: unknown;
  /** The place of a member. */
  at(key: string | number): Place;
  fail(message: string): void;
}

/** Reads a value, and says of a wrong one what was expected; what it returns then is never used. */
export type Read<Value> = (place: Place) => Value;

export function createPlace(
  value: unknown,
  problems: FaultProblem[],
  path: readonly (string | number)[] = [],
): Place {
  return {
    value,
    at: (key) =>
      createPlace((value as Record<string | number, unknown> | undefined)?.[key], problems, [...path, key]),
    fail(message) {
      const got = value === undefined ? '; it is missing' : `; got ${JSON.stringify(value)}`;
      problems.push({ path, message: `${message}${got}` });
    },
  };
}

export function toDottedPath(path: readonly (string | number)[]): string {
  const dotted = path.map((key, at) =>
    typeof key === 'number' ? `[${key}]` : `${at === 0 ? '' : '.'}${key}`,
  );
  return dotted.join('') || 'the document';
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function numberFrom(least: number, most: number, unit = ''): Read<number> {
  const range = most === Infinity ? `${least} or more` : `from ${least} to ${most}`;
  return (place) => {
    const { value } = place;
    if (typeof value === 'number' && value >= least && value <= most) return value;
    place.fail(`expected a number, ${range}${unit}`);
    return least;
  };
}

export function oneOf<const Choice extends string>(choices: readonly Choice[]): Read<Choice> {
  return (place) => {
    const found = choices.find((choice) => choice === place.value);
    if (found === undefined) place.fail(`expected one of ${choices.join(', ')}`);
    return found ?? (choices[0] as Choice);
  };
}

export function wholeFrom(least: number): Read<number> {
  return (place) => {
    if (Number.isSafeInteger(place.value) && (place.value as number) >= least) return place.value as number;
    place.fail(`expected a whole number, ${least} or more`);
    return least;
  };
}

export function optional<Value, Fallback>(read: Read<Value>, fallback: Fallback): Read<Value | Fallback> {
  return (place) => (place.value === undefined ? fallback : read(place));
}

export function listOf<Value>(read: Read<Value>): Read<readonly Value[]> {
  return (place) => {
    if (Array.isArray(place.value)) return place.value.map((_, index) => read(place.at(index)));
    place.fail('expected a list');
    return [];
  };
}

/** An object with exactly these members. */
export function objectOf<Shape extends Readonly<Record<string, Read<unknown>>>>(
  shape: Shape,
): Read<{ [Key in keyof Shape]: ReturnType<Shape[Key]> }> {
  return (place) => {
    const { value } = place;
    if (!isFields(value)) place.fail('expected an object');
    else {
      for (const key of Object.keys(value)) {
        if (!(key in shape)) place.at(key).fail(`unknown; expected ${Object.keys(shape).join(', ')}`);
      }
    }
    const entries = isFields(value) ? Object.entries(shape) : [];
    return Object.fromEntries(entries.map(([key, read]) => [key, read(place.at(key))])) as {
      [Key in keyof Shape]: ReturnType<Shape[Key]>;
    };
  };
}

/** What an object says it is; undefined when it says nothing that is known, which is a problem by itself. */
export function readKindOf<Kind extends string>(place: Place, read: Read<Kind>): Kind | undefined {
  if (!isFields(place.value)) {
    place.fail('expected an object with a kind');
    return undefined;
  }
  const kind = read(place.at('kind'));
  return kind === place.value['kind'] ? kind : undefined;
}
