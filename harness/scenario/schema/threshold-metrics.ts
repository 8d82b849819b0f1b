/** The metrics that a threshold may name, and how they are listed for whoever named another. */
import { outcomes } from '../../contract/invocation.ts';
import type {
  SingleMetric,
  Statistic,
  ThresholdMetric,
  ThresholdUnit,
  TimedMetric,
} from '../../contract/threshold.ts';

export interface NamedMetric {
  readonly name: string;
  readonly metric: ThresholdMetric;
  readonly unit: ThresholdUnit;
}

const ofTimes: readonly Statistic[] = ['p50', 'p95', 'p99', 'p99.9', 'mean', 'max', 'min'];
const ofColdStarts: readonly Statistic[] = ['p50', 'p95', 'p99', 'mean', 'max'];

const named: readonly NamedMetric[] = [
  ...times('responseTime', ofTimes),
  ...times('serviceTime', ofTimes),
  ...times('coldStart', ofColdStarts),
  single('coldStart.rate', 'coldStartRate', 'ratio'),
  ...times('initDuration', ofColdStarts),
  ...outcomes.flatMap((outcome): NamedMetric[] => [
    { name: `outcome.${outcome}.rate`, metric: { of: 'outcome', outcome, as: 'rate' }, unit: 'ratio' },
    { name: `outcome.${outcome}.count`, metric: { of: 'outcome', outcome, as: 'count' }, unit: 'count' },
  ]),
  ...times('sendDelay', ['p99']),
  single('achievedRate', 'achievedRate', 'perSecond'),
  single('costPerMillionUsd', 'costPerMillionUsd', 'usd'),
  single('scaleOut.timeToAll', 'timeToAll', 'ms'),
  single('utilisation', 'utilisation', 'ratio'),
];

export function findMetric(name: string): NamedMetric | undefined {
  return named.find((one) => one.name === name);
}

/** Everything there is, a family at a time: `coldStart.(p50|p95|p99|mean|max|rate)`. */
export function listMetrics(): string {
  const families = new Map<string, string[]>();
  for (const { name } of named) {
    const [family = '', ...rest] = name.split('.');
    const members = families.get(family) ?? [];
    families.set(family, members);
    if (rest.length > 0) members.push(rest.join('.'));
  }
  return Array.from(families, ([family, members]) => toText(family, members)).join(', ');
}

function toText(family: string, members: readonly string[]): string {
  if (members.length === 0) return family;
  if (family === 'outcome') return `outcome.(${outcomes.join('|')}).(rate|count)`;
  return members.length === 1 ? `${family}.${members[0]}` : `${family}.(${members.join('|')})`;
}

function times(of: TimedMetric, which: readonly Statistic[]): NamedMetric[] {
  return which.map((statistic) => ({ name: `${of}.${statistic}`, metric: { of, statistic }, unit: 'ms' }));
}

function single(name: string, of: SingleMetric, unit: ThresholdUnit): NamedMetric {
  return { name, metric: { of }, unit };
}
