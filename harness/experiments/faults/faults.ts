/**
 * Faults: what is lost when instances die? They are killed in mid-flight, one after the other. The function writes down,
 * outside the platform, that it begins and that it ends; what was sent is set against that, and not against what was
 * answered.
 */
import { toDistribution } from '../../analyze/distribution.ts';
import { estimateShare } from '../../analyze/estimate-share.ts';
import type { Finding, FindingFigure, FindingTable } from '../../contract/finding.ts';
import { formatPercent } from '../../report/format.ts';
import type { FaultsExperiment } from '../../scenario/experiment-configs.ts';
import type { Experiment, Observed } from '../experiment.ts';
import { answered, inconclusive, toExact, toFigure } from '../finding-parts.ts';
import { type Availability, toAvailability } from './availability.ts';
import { type Executions, countExecutions } from './count-executions.ts';
import { type Mode, planFaults } from './plan-faults.ts';
import { toReplacementTimes } from './replacements.ts';

export const faults: Experiment<FaultsExperiment> = {
  kind: 'faults',
  plan: planFaults,
  analyze: analyzeFaults,
};

/** Fewer deaths say little of what a death does. */
const leastKills = 5;

interface Outcome {
  readonly mode: Mode;
  readonly executions: Executions;
  readonly availability: Availability;
}

function analyzeFaults(config: FaultsExperiment, { phases, ledger, instances, events }: Observed): Finding {
  const { name, kind, function: fn } = config;
  const outcomes = phases.map(({ phase, invocations }): Outcome => ({
    mode: phase.isAsync === true ? 'async' : 'sync',
    executions: countExecutions(invocations, ledger),
    availability: toAvailability(invocations),
  }));
  const kills = events.filter((one) => one.kind === 'fault' && one.title.startsWith('killed ')).length;
  const replaced = toDistribution(toReplacementTimes(instances.filter((one) => one.function === fn)));
  return {
    experiment: name,
    kind,
    question: 'What is lost when instances die?',
    conclusion:
      ledger.length === 0
        ? inconclusive('The function wrote nothing down: it may not reach the ledger of this machine.', null)
        : kills < leastKills
          ? inconclusive(`Only ${kills} instances were killed.`, leastKills - kills)
          : answered(`With ${kills} instances killed: ${outcomes.map(describe).join('; ')}.`),
    figures: [
      toFigure('kills', 'instances killed', 'count', toExact(kills), kills),
      toFigure('replacedP50Ms', 'until another was ready, p50', 'ms', replaced.p50, replaced.n),
      toFigure('replacedP95Ms', 'until another was ready, p95', 'ms', replaced.p95, replaced.n),
      ...outcomes.flatMap(toFigures),
    ],
    tables: [toLedgerTable(outcomes)],
    charts: [],
    notes: [
      'Availability is stated by its lower bound. Failures come in clusters: that of time counts a cluster about once.',
      'An event that is not waited for fails where it is not taken; one that was taken may be attempted several times.',
    ],
  };
}

const titles: Readonly<Record<Mode, string>> = { sync: 'waited for', async: 'not waited for' };

function toLedgerTable(outcomes: readonly Outcome[]): FindingTable {
  return {
    title: 'By the ledger',
    columns: [
      { label: 'invocations', unit: null },
      { label: 'sent', unit: 'count' },
      { label: 'failed', unit: 'count' },
      { label: 'never began', unit: 'count' },
      { label: 'began more than once', unit: 'count' },
      { label: 'never ended', unit: 'count' },
      { label: 'not known', unit: 'count' },
    ],
    rows: outcomes.map(({ mode, executions: { sent, failed, lost, duplicated, unfinished, untold } }) => [
      titles[mode],
      sent,
      failed,
      lost,
      duplicated,
      unfinished,
      untold,
    ]),
  };
}

function toFigures({ mode, executions, availability }: Outcome): FindingFigure[] {
  const { sent, failed, lost, duplicated, unfinished, untold } = executions;
  const told = sent - untold;
  const { ofRequests, ofTime, seconds } = availability;
  const toShare = (key: string, label: string, hits: number, n: number): FindingFigure =>
    toFigure(`${mode}${key}`, `${titles[mode]}: ${label}`, 'share', estimateShare(hits, n), n);
  return [
    toShare('Failed', 'failed', failed, sent),
    toShare('Lost', 'never began', lost, told),
    toShare('Duplicated', 'began more than once', duplicated, told),
    toShare('Unfinished', 'never ended', unfinished, told),
    toFigure(`${mode}OkOfRequests`, `${titles[mode]}: availability, of requests`, 'share', ofRequests, sent),
    toFigure(`${mode}OkOfTime`, `${titles[mode]}: availability, of seconds`, 'share', ofTime, seconds),
  ];
}

function describe({ mode, executions: { sent, failed, lost, duplicated }, availability }: Outcome): string {
  const least = formatPercent(availability.ofRequests?.low ?? 0);
  return (
    `of ${sent} invocations ${titles[mode]}, ${failed} failed, ${lost} never began, ${duplicated} began more than once ` +
    `(availability at least ${least})`
  );
}
