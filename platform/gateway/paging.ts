/** Lists a page at a time, with markers that hold when entries come and go in between. */
import { LambdaError } from '../control/lambda-error.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** To go on with; undefined for the last page. */
  readonly marker: string | undefined;
}

const mostAsked = 10_000;
/** As Lambda, whatever more is asked for. */
const mostGiven = 50;

/**
 * @param keyOf - by which the entries are ordered; the marker is the last key of the page before.
 * @throws LambdaError for a size that is none.
 */
export function toPage<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  query: URLSearchParams,
): Page<Item> {
  const size = Number(query.get('MaxItems') ?? mostGiven);
  if (!Number.isInteger(size) || size < 1 || size > mostAsked) {
    throw new LambdaError(
      'InvalidParameterValueException',
      `MaxItems: expected 1 to ${mostAsked}, got ${query.get('MaxItems')}`,
    );
  }
  const after = Buffer.from(query.get('Marker') ?? '', 'base64url').toString('utf8');
  const rest = items
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => key > after)
    .toSorted((one, other) => (one.key < other.key ? -1 : 1));
  const page = rest.slice(0, Math.min(size, mostGiven));
  const last = page.at(-1);
  return {
    items: page.map(({ item }) => item),
    marker:
      last === undefined || page.length === rest.length
        ? undefined
        : Buffer.from(last.key).toString('base64url'),
  };
}
