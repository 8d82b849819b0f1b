/**
 * An experiment asks one question of a platform: a plan of what is measured and an analysis of what was, both pure. The
 * executor plays whatever is planned, and knows no experiment.
 */
import type { MeasuredPhase } from '../analyze/measured.ts';
import type { Finding } from '../contract/finding.ts';
import type { LedgerEntry } from '../contract/ledger-entry.ts';
import type { InstanceRecord } from '../contract/provider.ts';
import type { RunEvent, RunManifest } from '../contract/sink.ts';
import type { GeneratorSummary } from '../contract/summary.ts';
import type { ExperimentConfig } from '../scenario/scenario.ts';
import type { PlannedPhase } from './planned-phase.ts';

export interface Experiment<Config extends ExperimentConfig> {
  readonly kind: Config['kind'];
  /** Its answer rests on when things happened, not on when they were to: a late generator does not spoil it. */
  readonly toleratesLateness?: true;
  /** What is measured first. Phases of functions that could not be deployed are left out afterwards. */
  plan(config: Config): PlannedPhase[];
  /**
   * What is measured next, from what was measured: asked whenever everything that is planned has been played. None ends
   * the experiment. Absent: the plan is all of it.
   */
  next?(config: Config, seen: Observed): PlannedPhase[];
  /**
   * Refuses to conclude where the sample is too small. That the generator was too slow, how the invocations ended and how
   * they started is added to every finding by `conclude.ts`.
   */
  analyze(config: Config, seen: Observed): Finding;
}

/** What an experiment has to go by. */
export interface Observed {
  /** Provider, functions, terms of billing, seed. Instants are on the run's clock. */
  readonly manifest: RunManifest;
  /** Those of the experiment that are measurement and were begun, in the order of the plan. */
  readonly phases: readonly MeasuredPhase[];
  /** Those of the run's other experiments. */
  readonly others: readonly MeasuredPhase[];
  /** As far as the provider tells; of every function of the run. */
  readonly instances: readonly InstanceRecord[];
  readonly events: readonly RunEvent[];
  /** What functions wrote down; empty where no experiment had a ledger. */
  readonly ledger: readonly LedgerEntry[];
  /** Over the experiment's own phases. */
  readonly generator: GeneratorSummary;
}
