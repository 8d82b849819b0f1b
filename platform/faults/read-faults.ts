/** From a document to a declaration of faults, or to everything that is wrong with it. */
import { PlatformError } from '../platform-error.ts';
import type { DurationLaw } from '../simulation/durations.ts';
import {
  createPlace,
  type FaultProblem,
  isFields,
  listOf,
  numberFrom,
  objectOf,
  oneOf,
  optional,
  type Place,
  type Read,
  readKindOf,
  toDottedPath,
  wholeFrom,
} from './fault-problems.ts';
import {
  crashMoments,
  delayStages,
  type FaultDeclaration,
  type FaultKind,
  type FaultRule,
  skewedClocks,
  throttleReasons,
  transferDirections,
} from './fault-rule.ts';
import { stageOf } from './decide-faults.ts';
import { readLaw, readSignedLaw } from './read-law.ts';

const atOnce: DurationLaw = { kind: 'constant', ms: 0 };
const anyMs = numberFrom(0, Infinity, ' ms');

const conditions = {
  probability: optional(numberFrom(0, 1), 1),
  fromMs: optional(anyMs, 0),
  untilMs: optional(anyMs, Infinity),
  most: optional(wholeFrom(0), Infinity),
};

const shapes = {
  delay: { stage: oneOf(delayStages), ms: readLaw },
  crash: { when: oneOf(crashMoments), afterMs: optional(readLaw, atOnce) },
  refuseStart: {},
  throttle: {
    reason: optional(oneOf(throttleReasons), throttleReasons[0]),
    retryAfterMs: optional(anyMs, 1000),
  },
  freeze: { afterMs: optional(readLaw, atOnce), ms: readLaw },
  slowNetwork: {
    direction: optional(oneOf(transferDirections), 'both'),
    latencyMs: optional(readLaw, atOnce),
    bytesPerSecond: optional(numberFrom(1, Infinity), undefined),
  },
  loseEvent: {},
  doubleEvent: {},
  clockSkew: { of: oneOf(skewedClocks), ms: readSignedLaw },
} satisfies Record<FaultKind['kind'], Readonly<Record<string, Read<unknown>>>>;

const readKind = oneOf(Object.keys(shapes) as FaultKind['kind'][]);

const nothing: FaultRule = {
  fault: { kind: 'loseEvent' },
  probability: 0,
  fromMs: 0,
  untilMs: 0,
  most: 0,
};

const readRule: Read<FaultRule> = (place) => {
  const kind = readKindOf(place, readKind);
  if (kind === undefined) return nothing;
  const { probability, fromMs, untilMs, most, ...fault } = objectOf({
    kind: readKind,
    ...shapes[kind],
    ...conditions,
  })(place);
  if (untilMs <= fromMs) place.at('untilMs').fail('expected more than fromMs');
  return { fault: fault as FaultKind, probability, fromMs, untilMs, most };
};

const readRules = listOf(readRule);

const readOwnRules: Read<readonly FaultRule[]> = (place) => {
  const rules = readRules(place);
  for (const [index, { fault }] of rules.entries()) {
    if (stageOf(fault) !== 'reply') continue;
    place.at(index).at('of').fail('expected instance: the gateway belongs to no function');
  }
  return rules;
};

const readByFunction: Read<ReadonlyMap<string, readonly FaultRule[]>> = (place) => {
  if (!isFields(place.value)) {
    place.fail('expected an object with the names of functions');
    return new Map();
  }
  return new Map(Object.keys(place.value).map((name) => [name, readOwnRules(place.at(name))]));
};

const readDocument = objectOf({
  seed: optional(wholeFrom(0), 1),
  faults: optional(readRules, []),
  functions: optional(readByFunction, new Map<string, readonly FaultRule[]>()),
});

/** @throws PlatformError `FAULTS_INVALID` with a line for every problem. */
export function readFaults(document: unknown): FaultDeclaration {
  return demand(document, readDocument);
}

/** The faults of one function. @throws PlatformError `FAULTS_INVALID` with a line for every problem. */
export function readFunctionFaults(list: unknown): readonly FaultRule[] {
  return demand(list, readOwnRules);
}

/** As it is written, with every default; what has no end has none. */
export function toFaultDocument({ seed, faults, functions }: FaultDeclaration): unknown {
  return {
    seed,
    faults: faults.map(toDocument),
    functions: Object.fromEntries([...functions].map(([name, rules]) => [name, rules.map(toDocument)])),
  };
}

export function toDocument({ fault, untilMs, most, ...others }: FaultRule): unknown {
  return {
    ...fault,
    ...others,
    ...(untilMs !== Infinity && { untilMs }),
    ...(most !== Infinity && { most }),
  };
}

function demand<Value>(document: unknown, read: (place: Place) => Value): Value {
  const problems: FaultProblem[] = [];
  const value = read(createPlace(document, problems));
  if (problems.length === 0) return value;
  const lines = problems.map(({ path, message }) => `${toDottedPath(path)}: ${message}`);
  throw new PlatformError('FAULTS_INVALID', lines.join('\n'));
}
