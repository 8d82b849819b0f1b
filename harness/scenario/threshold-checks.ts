/** What a threshold names must be there, and something in the scenario must measure what it checks. */
import { type MeasuredKind, scopeOf } from '../contract/threshold-scope.ts';
import { type Check, parseCheck } from './schema/threshold-check.ts';
import { type Problem, type Raw, isObject, quote } from './semantic-checks.ts';

/** A phase that the experiments of a scenario will measure. */
export interface NamedPhase {
  readonly id: string;
  readonly function: string;
  readonly kind: MeasuredKind;
}

/** One problem for each threshold at most: a name that is not there leaves nothing to measure either. */
export function findThresholdProblems(raw: unknown): Problem[] {
  if (!isObject(raw) || !Array.isArray(raw['thresholds']) || !Array.isArray(raw['experiments'])) return [];
  const functions = isObject(raw['functions']) ? Object.keys(raw['functions']) : [];
  const phases = namePhases(raw['experiments']);
  return raw['thresholds'].flatMap((entry: unknown, at) => {
    const path = ['thresholds', at];
    if (typeof entry === 'string') return checkThreshold({ check: entry }, path, functions, phases);
    return isObject(entry) ? checkThreshold(entry, path, functions, phases) : [];
  });
}

/** Of these experiments a threshold may name a phase; the phases of others follow from what they measure. */
const measuredKinds: Readonly<Record<string, MeasuredKind>> = {
  'cold-start': 'cold-start',
  'scale-out': 'scale-out',
  load: 'load',
  mix: 'load',
  cost: 'load',
};

/** In the order of the plan. */
export function namePhases(experiments: readonly unknown[]): NamedPhase[] {
  return experiments.filter(isObject).flatMap((experiment) => {
    const written = experiment['kind'];
    const kind = typeof written === 'string' ? measuredKinds[written] : undefined;
    if (kind === undefined) return [];
    const name = String(experiment['name'] ?? written);
    return namesIn(experiment).map((fn) => ({ id: `${name}/${fn}`, function: fn, kind }));
  });
}

function namesIn({ function: one, functions: several }: Raw): string[] {
  const names: unknown[] = isObject(several)
    ? Object.keys(several)
    : Array.isArray(several)
      ? several
      : [one];
  return names.filter((name) => typeof name === 'string');
}

function checkThreshold(
  entry: Raw,
  path: readonly (string | number)[],
  functions: readonly string[],
  phases: readonly NamedPhase[],
): Problem[] {
  const { function: name, phase: id, check } = entry;
  const ids = phases.map((phase) => phase.id);
  if (typeof name === 'string' && !functions.includes(name)) {
    const message = `no function "${name}" in this scenario; there is ${quote(functions) || 'none'}`;
    return [{ path: [...path, 'function'], message }];
  }
  if (typeof id === 'string' && !ids.includes(id)) {
    const message = `no phase "${id}" in this scenario; there is ${quote(ids) || 'none'}`;
    return [{ path: [...path, 'phase'], message }];
  }
  const parsed = typeof check === 'string' ? parseCheck(check) : undefined;
  if (!parsed?.ok) return [];
  const named = phases.filter((phase) => id === undefined || phase.id === id);
  const own = named.filter((phase) => name === undefined || phase.function === name);
  const message = findNothingMeasured(parsed.check, own, id !== undefined);
  return message === undefined ? [] : [{ path, message }];
}

function findNothingMeasured(
  { check, metric }: Check,
  phases: readonly NamedPhase[],
  isNamed: boolean,
): string | undefined {
  const { kinds, nameable } = scopeOf(metric);
  if (isNamed && nameable.length === 0)
    return `"${check}" is of a whole function, not of a phase; leave "phase" out`;
  const wanted = isNamed ? nameable : kinds;
  if (phases.some(({ kind }) => wanted.includes(kind))) return undefined;
  return `nothing in this scenario measures "${check}" there; it takes an experiment of the kind ${quote(wanted)}`;
}
