/** Which values the options of profiles take, and what is wrong with those that they do not. */
import { azureTriggers } from '../azure/plan.ts';
import { nodeChoices } from '../fleet/cluster.ts';
import { fleetRoutings } from '../profile-parts.ts';
import { bindings } from '../routing/route.ts';
import { keepAliveNames } from './keep-alives/names.ts';
import type { ProfileOption, ProfileOptions } from './options.ts';

type OptionValues =
  /** Above 0. */
  | { readonly kind: 'amount' }
  | { readonly kind: 'whole'; readonly least: number }
  | { readonly kind: 'choice'; readonly of: readonly string[] };

const most = 1e6;
const atLeastOne = { kind: 'whole', least: 1 } as const;

const optionValues: Readonly<Record<ProfileOption, OptionValues>> = {
  idleLifetimeMs: { kind: 'amount' },
  target: { kind: 'amount' },
  stepPercent: { kind: 'amount' },
  accountConcurrency: atLeastOne,
  instanceConcurrency: atLeastOne,
  maxInstances: atLeastOne,
  minInstances: { kind: 'whole', least: 0 },
  trigger: { kind: 'choice', of: azureTriggers },
  keepAlive: { kind: 'choice', of: keepAliveNames },
  routing: { kind: 'choice', of: fleetRoutings },
  binding: { kind: 'choice', of: bindings },
  placement: { kind: 'choice', of: nodeChoices },
};

/** @param text - as on a command line. What is no number stays a text, for {@link findOptionProblems} to name. */
export function toOptionValue(option: string, text: string): number | string {
  const isNumber = isOption(option) && optionValues[option].kind !== 'choice';
  return isNumber && /^[-+.\d]/.test(text) && !Number.isNaN(Number(text)) ? Number(text) : text;
}

/** All that is wrong, a line each, beginning with the name of the option. @param known - options that the profile has. */
export function findOptionProblems(
  profile: string,
  options: ProfileOptions,
  known: readonly ProfileOption[],
): readonly string[] {
  const problems = Object.entries(options).flatMap(([option, value]: [string, unknown]) => {
    if (isOption(option) && known.includes(option)) return toProblem(option, value);
    return `${option}: the profile ${profile} has no such option; it has ${known.join(', ')}`;
  });
  const { minInstances = 0, maxInstances = most } = options;
  if (minInstances > maxInstances) {
    problems.push(`minInstances: expected at most maxInstances, ${maxInstances}, got ${minInstances}`);
  }
  return problems;
}

function isOption(option: string): option is ProfileOption {
  return Object.hasOwn(optionValues, option);
}

function toProblem(option: ProfileOption, value: unknown): string | [] {
  const values = optionValues[option];
  return isKept(values, value) ? [] : `${option}: expected ${toExpected(values)}, got ${String(value)}`;
}

function isKept(values: OptionValues, value: unknown): boolean {
  if (values.kind === 'choice') return typeof value === 'string' && values.of.includes(value);
  if (typeof value !== 'number') return false;
  return values.kind === 'amount'
    ? value > 0 && value < Infinity
    : Number.isInteger(value) && value >= values.least && value <= most;
}

function toExpected(values: OptionValues): string {
  switch (values.kind) {
    case 'amount':
      return 'more than 0';
    case 'whole':
      return `a whole number from ${values.least} to ${most}`;
    case 'choice':
      return `one of ${values.of.join(', ')}`;
  }
}
