/** Reads how long something takes: a number stands for exactly so many milliseconds. */
import type { DurationLaw, ExponentialBranch } from '../simulation/durations.ts';
import {
  isFields,
  listOf,
  numberFrom,
  objectOf,
  oneOf,
  type Place,
  type Read,
  readKindOf,
} from './fault-problems.ts';

const longestMs = 24 * 3600 * 1000;
const ms = numberFrom(0, longestMs, ' ms');
const signedMs = numberFrom(-longestMs, longestMs, ' ms');

/** Of a duration. */
export const readLaw: Read<DurationLaw> = createReader(ms);
/** Of what may be negative, too: by how much a clock is ahead. */
export const readSignedLaw: Read<DurationLaw> = createReader(signedMs);

function createReader(size: Read<number>): Read<DurationLaw> {
  const kind = <const Kind extends DurationLaw['kind']>(name: Kind): Read<Kind> => oneOf([name]);
  const laws = {
    constant: objectOf({ kind: kind('constant'), ms: size }),
    uniform: (place) => {
      const law = objectOf({ kind: kind('uniform'), leastMs: size, mostMs: size })(place);
      if (law.leastMs > law.mostMs) place.at('leastMs').fail('expected no more than mostMs');
      return law;
    },
    exponential: objectOf({ kind: kind('exponential'), meanMs: ms }),
    lognormal: objectOf({ kind: kind('lognormal'), medianMs: ms, sigma: numberFrom(0, 10) }),
    hyperexponential: (place) => {
      const law = objectOf({ kind: kind('hyperexponential'), branches: listOf(readBranch) })(place);
      const sum = (law.branches ?? []).reduce((total, { share }) => total + share, 0);
      if (Math.abs(sum - 1) > 1e-6) place.at('branches').fail('expected shares that add up to 1');
      return law;
    },
    measured: (place) => {
      const law = objectOf({ kind: kind('measured'), sortedMs: listOf(size) })(place);
      const sorted = law.sortedMs ?? [];
      const isSorted = sorted.every((one, at) => at === 0 || one >= (sorted[at - 1] ?? one));
      if (sorted.length === 0 || !isSorted) place.at('sortedMs').fail('expected numbers in rising order');
      return law;
    },
  } satisfies Record<DurationLaw['kind'], Read<DurationLaw>>;

  const readKind = oneOf(Object.keys(laws) as DurationLaw['kind'][]);
  return (place: Place) => {
    if (typeof place.value === 'number') return { kind: 'constant', ms: size(place) };
    if (isFields(place.value)) {
      const law = readKindOf(place, readKind);
      if (law !== undefined) return laws[law](place);
    } else {
      place.fail('expected milliseconds, or an object with the kind of a distribution');
    }
    return { kind: 'constant', ms: 0 };
  };
}

const readBranch: Read<ExponentialBranch> = objectOf({ share: numberFrom(0, 1), meanMs: ms });
