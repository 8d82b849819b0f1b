/** What the experiments of a run conclude. Pure: the same record gives the same findings, whenever they are made. */
import { summarize } from '../analyze/summarize.ts';
import type { Finding } from '../contract/finding.ts';
import type { RunRecord } from '../contract/run-record.ts';
import type { RunManifest } from '../contract/sink.ts';
import type { RunSummary } from '../contract/summary.ts';
import type { ExperimentConfig } from '../scenario/scenario.ts';
import { describeInvocations } from './describe-invocations.ts';
import type { Observed } from './experiment.ts';
import { inconclusive } from './finding-parts.ts';
import { observe } from './observe.ts';
import { type BoundExperiment, bindExperiment, isKnownKind } from './registry.ts';

/** The whole result of a run: its figures and what its experiments make of them. */
export function summarizeRun(run: RunRecord): RunSummary {
  return { ...summarize(run), findings: conclude(run) };
}

/** One finding for each experiment of which something was measured, in the order of the scenario. */
export function conclude(run: RunRecord): Finding[] {
  return readExperiments(run.manifest).flatMap((config) => {
    const seen = observe(run, config.name);
    return seen.phases.length === 0 ? [] : [qualify(bindExperiment(config), seen)];
  });
}

/** As the manifest keeps them. A record without any, or with kinds that only another version knows, has fewer findings. */
function readExperiments({ scenarioSource }: RunManifest): ExperimentConfig[] {
  const { experiments = [] } = (scenarioSource ?? {}) as {
    readonly experiments?: readonly ExperimentConfig[];
  };
  return experiments.filter(({ kind }) => isKnownKind(kind));
}

/** What holds for every experiment: what it rests on, and that a slow generator must never pass for a slow platform. */
function qualify(experiment: BoundExperiment, seen: Observed): Finding {
  const finding = experiment.analyze(seen);
  const { table, notes } = describeInvocations(seen);
  const told = { ...finding, tables: [...finding.tables, table], notes: [...finding.notes, ...notes] };
  const { verdict, reasons, dropped } = seen.generator;
  const isSpoilt = verdict === 'generator-limited' && (!experiment.toleratesLateness || dropped > 0);
  if (!isSpoilt || finding.conclusion.verdict === 'inconclusive') return told;
  const sentence = `The generator was too slow for this load (${reasons[0] ?? 'see the generator'}).`;
  return { ...told, conclusion: inconclusive(sentence, null) };
}
