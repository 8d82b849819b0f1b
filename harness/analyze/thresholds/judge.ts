/** Compares what was observed with the limit; of several places the worst one speaks for the threshold. */
import type { Comparator, ThresholdResult, ThresholdSpec } from '../../contract/threshold.ts';
import { type Observation, nothingMeasured } from './observation.ts';

/** @param observations - one for each place that the threshold applies to. */
export function judge(spec: ThresholdSpec, observations: readonly Observation[]): ThresholdResult {
  const results = observations.map((one) => judgeOne(spec, one));
  const [first, ...others] = results;
  if (first === undefined) {
    const { function: name, phase } = spec;
    return judgeOne(spec, {
      function: name,
      phase,
      value: null,
      verdict: 'inconclusive',
      reason: nothingMeasured,
    });
  }
  const worst = others.reduce((one, other) => (isWorse(spec.comparator, other, one) ? other : one), first);
  const alike = results.filter((one) => one.verdict === worst.verdict).length;
  if (worst.reason === null || results.length === 1) return worst;
  return { ...worst, reason: `${worst.reason}; ${alike} of ${results.length} ${worst.verdict}` };
}

function judgeOne(spec: ThresholdSpec, observation: Observation): ThresholdResult {
  const { comparator, limit, check, unit } = spec;
  const { function: name, phase, value } = observation;
  const common = { check, function: name, phase, observed: value, unit };
  if (value === null) return { ...common, verdict: observation.verdict, reason: observation.reason };
  if (holds(value, comparator, limit)) return { ...common, verdict: 'passed', reason: null };
  return { ...common, verdict: 'failed', reason: describeMiss(value, comparator, limit) };
}

function holds(value: number, comparator: Comparator, limit: number): boolean {
  switch (comparator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
  }
}

/** `62 % above the limit`: says at a glance whether it was close. */
function describeMiss(value: number, comparator: Comparator, limit: number): string {
  const wantsLess = comparator === '<' || comparator === '<=';
  const side = wantsLess ? 'above' : 'below';
  if (value === limit) return `at the limit, not ${wantsLess ? 'below' : 'above'} it`;
  if (limit === 0) return `${side} the limit`;
  const percent = (100 * Math.abs(value - limit)) / limit;
  return `${percent < 0.1 ? 'less than 0.1' : Number(percent.toPrecision(2))} % ${side} the limit`;
}

const severity = { passed: 0, inconclusive: 1, failed: 2 } as const;

/** What never happened is worse than any value. */
function isWorse(comparator: Comparator, one: ThresholdResult, other: ThresholdResult): boolean {
  if (one.verdict !== other.verdict) return severity[one.verdict] > severity[other.verdict];
  if (one.observed === null || other.observed === null)
    return one.observed === null && other.observed !== null;
  const wantsLess = comparator === '<' || comparator === '<=';
  return wantsLess ? one.observed > other.observed : one.observed < other.observed;
}
