/** Every experiment, by its kind. A kind without an entry does not compile. */
import type { Finding } from '../contract/finding.ts';
import type { ExperimentConfig } from '../scenario/scenario.ts';
import { coldStart } from './cold-start/cold-start.ts';
import { cost } from './cost/cost.ts';
import type { Experiment, Observed } from './experiment.ts';
import { keepAlive } from './keep-alive/keep-alive.ts';
import { load } from './load/load.ts';
import { mix } from './load/mix.ts';
import { faults } from './faults/faults.ts';
import { neighbour } from './neighbour/neighbour.ts';
import { overhead } from './overhead/overhead.ts';
import { payload } from './payload/payload.ts';
import type { PlannedPhase } from './planned-phase.ts';
import { spectrum } from './spectrum/spectrum.ts';
import { throughput } from './throughput/throughput.ts';
import { trace } from './trace/trace.ts';
import { workflow } from './workflow/workflow.ts';
import { scaleOut } from './scale-out/scale-out.ts';

type Kind = ExperimentConfig['kind'];
type Registry = { readonly [Each in Kind]: Experiment<Extract<ExperimentConfig, { kind: Each }>> };

const registry: Registry = {
  'cold-start': coldStart,
  'scale-out': scaleOut,
  'keep-alive': keepAlive,
  spectrum,
  cost,
  load,
  mix,
  throughput,
  payload,
  overhead,
  neighbour,
  workflow,
  faults,
  trace,
};

/** The procedure that a part of a scenario asks for, with its settings already given. */
export interface BoundExperiment {
  readonly config: ExperimentConfig;
  plan(): PlannedPhase[];
  /** Undefined where the plan is all of it. */
  readonly next: ((seen: Observed) => PlannedPhase[]) | undefined;
  readonly toleratesLateness: boolean;
  analyze(seen: Observed): Finding;
}

export function bindExperiment<Each extends Kind>(
  config: Extract<ExperimentConfig, { kind: Each }>,
): BoundExperiment {
  // The kind of the settings chose the entry: the compiler cannot follow that through a lookup.
  const experiment = registry[config.kind] as unknown as Experiment<typeof config>;
  return {
    config,
    plan: () => experiment.plan(config),
    next: experiment.next === undefined ? undefined : (seen) => experiment.next?.(config, seen) ?? [],
    toleratesLateness: experiment.toleratesLateness ?? false,
    analyze: (seen) => experiment.analyze(config, seen),
  };
}

/** Whether this version knows the procedure: the record of a run may come from another. */
export function isKnownKind(kind: unknown): kind is Kind {
  return typeof kind === 'string' && Object.hasOwn(registry, kind);
}
