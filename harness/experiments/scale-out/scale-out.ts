/** Scale-out: how fast does it grow from nothing? Discard idle instances, then N invocations at one instant. */
import { summarizeScaleOut } from '../../analyze/summarize-scale-out.ts';
import type { Finding } from '../../contract/finding.ts';
import { formatDuration } from '../../report/format.ts';
import type { ScaleOutExperiment } from '../../scenario/scenario.ts';
import type { Experiment, Observed } from '../experiment.ts';
import { answered, inconclusive, toExact, toFigure } from '../finding-parts.ts';
import { type PlannedPhase, toPlannedPhase } from '../planned-phase.ts';

export const scaleOut: Experiment<ScaleOutExperiment> = {
  kind: 'scale-out',
  plan: planScaleOut,
  analyze: analyzeScaleOut,
};

function planScaleOut(config: ScaleOutExperiment): PlannedPhase[] {
  return [
    toPlannedPhase({
      id: `${config.name}/${config.function}`,
      experiment: config.name,
      function: config.function,
      load: { model: 'open', arrivals: { kind: 'burst', count: config.instances } },
      before: { kind: 'discardInstances' },
    }),
  ];
}

function analyzeScaleOut({ name, kind }: ScaleOutExperiment, { phases }: Observed): Finding {
  const grown = phases.map(summarizeScaleOut);
  const [first] = grown;
  const n = first?.invocations ?? 0;
  const toAll = first?.timeToAllMs ?? null;
  return {
    experiment: name,
    kind,
    question: 'How fast does it grow?',
    conclusion:
      first === undefined || first.instances === 0
        ? inconclusive('Nobody told which instances ran.', null)
        : answered(
            toAll === null
              ? `${n} invocations at once never had more than ${first.instances} instances.`
              : `${n} invocations at once had ${n} instances after ${formatDuration(toAll)}.`,
          ),
    figures: [
      toFigure('timeToAllMs', 'time to all instances', 'ms', toAll === null ? null : toExact(toAll), n),
      toFigure('instances', 'instances', 'count', toExact(first?.instances ?? 0), n),
    ],
    tables: [],
    charts: [
      {
        title: 'Instances over time',
        x: { label: 'since the burst', unit: 'ms', scale: 'linear' },
        y: { label: 'instances', unit: 'count', scale: 'linear' },
        series: grown.map(({ function: label, curve }) => ({
          label,
          kind: 'step',
          points: curve.map(({ atMs, instances }) => [atMs, instances] as const),
        })),
      },
    ],
    notes: [],
  };
}
