/**
 * Workflow: what do chains and fan-outs add? The same step alone, called one after the other by a chain, and called all at
 * once by a fan-out that joins, each with the payload that is passed on. The whole is set against the time that the
 * handlers of its steps take by themselves.
 */
import { fitLine } from '../../analyze/fit-line.ts';
import type { MeasuredPhase } from '../../analyze/measured.ts';
import type { Finding, FindingCell, FindingFigure } from '../../contract/finding.ts';
import type { Invocation } from '../../contract/invocation.ts';
import type { PhaseEvent } from '../../contract/phase.ts';
import type { Estimate } from '../../contract/summary.ts';
import { formatDuration } from '../../report/format.ts';
import type { WorkflowExperiment } from '../../scenario/experiment-configs.ts';
import { toCallers } from '../caller.ts';
import type { Experiment, Observed } from '../experiment.ts';
import { answered, inconclusive, toFigure } from '../finding-parts.ts';
import { type PlannedPhase, toPlannedPhase } from '../planned-phase.ts';
import { countMissingRounds, estimateRounds, measureRounds, median, medianServiceMs } from '../rounds.ts';

export const workflow: Experiment<WorkflowExperiment> = {
  kind: 'workflow',
  plan: planWorkflow,
  analyze: analyzeWorkflow,
};

/** Half the interval of what a call adds, as a share of it. */
const precision = 0.25;

type Shape = 'chain' | 'fanOut';

function planWorkflow(config: WorkflowExperiment): PlannedPhase[] {
  const { step, widths, payloadBytes } = config;
  const shapes = (['chain', 'fanOut'] as const).flatMap((shape) => {
    const fn = config[shape];
    return fn === undefined ? [] : [{ shape, fn }];
  });
  const measured = [
    toPhase(config, 'alone', step, { kind: 'payload', bytes: payloadBytes }),
    ...shapes.flatMap(({ shape, fn }) =>
      widths.map((width) =>
        toPhase(config, `${shape}/${width}`, fn, {
          kind: 'calls',
          functions: Array.from({ length: width }, () => step),
          payloadBytes,
        }),
      ),
    ),
  ];
  if (config.warmUpMs === 0) return measured;
  // The widest of each: it has as many instances of the step as any.
  const widest = measured.filter((_, at) => at === 0 || at % widths.length === 0);
  const warmUp = widest.map(({ turns: _, ...phase }) => ({
    ...phase,
    id: `${phase.id}/warm-up`,
    group: `${phase.group}/warm-up`,
    role: 'warmUp' as const,
    repetitions: 1,
    load: toCallers(1, config.warmUpMs),
  }));
  return [...warmUp, ...measured];
}

function toPhase(
  { name, forMs, samples }: WorkflowExperiment,
  part: string,
  fn: string,
  event: PhaseEvent,
): PlannedPhase {
  return toPlannedPhase({
    id: `${name}/${part}`,
    experiment: name,
    function: fn,
    load: toCallers(1, forMs),
    repetitions: samples,
    turns: name,
    event,
  });
}

interface Shaped {
  readonly shape: Shape;
  /** What one more call adds to the whole, in each round. */
  readonly perCall: readonly number[];
  readonly wholes: readonly { readonly width: number; readonly rounds: ReadonlyMap<number, number> }[];
}

function analyzeWorkflow(config: WorkflowExperiment, { phases }: Observed): Finding {
  const { name, kind, step } = config;
  const find = (part: string): MeasuredPhase | undefined =>
    phases.find(({ phase }) => phase.id === `${name}/${part}`);
  const handler = toHandlerTime(find('alone'));
  const shapes = (['chain', 'fanOut'] as const)
    .filter((shape) => config[shape] !== undefined)
    .map((shape) => toShaped(shape, config, find));
  const perCalls = shapes.map(({ shape, perCall }) => ({
    shape,
    perCall: estimateRounds(perCall),
    n: perCall.length,
  }));
  const missing = Math.max(
    ...perCalls.map(({ perCall, n }) =>
      countMissingRounds(perCall, n, precision * Math.abs(perCall?.value ?? 0)),
    ),
  );
  return {
    experiment: name,
    kind,
    question: 'What do chains and fan-outs add?',
    conclusion:
      missing > 0
        ? inconclusive('What a call adds is not known well enough.', missing)
        : answered(toSentence(perCalls, step, handler)),
    figures: [
      toFigure('handlerMs', `handler of ${step}, alone`, 'ms', handler, config.samples),
      ...perCalls.flatMap(({ shape, perCall, n }) => toFigures(shape, perCall, handler, n)),
    ],
    tables: shapes.map(({ shape, wholes }) => ({
      title: shape === 'chain' ? 'Chain' : 'Fan-out',
      columns: [
        { label: 'calls', unit: 'count' },
        { label: 'whole', unit: 'ms' },
        { label: shape === 'chain' ? 'sum of the handlers' : 'handlers side by side', unit: 'ms' },
        { label: 'added', unit: 'ms' },
      ],
      rows: wholes.map(({ width, rounds }) => toRow(shape, width, estimateRounds(rounds.values()), handler)),
    })),
    charts: [
      {
        title: 'The whole by the number of calls',
        x: { label: 'calls', unit: 'count', scale: 'linear' },
        y: { label: 'median service time', unit: 'ms', scale: 'linear' },
        series: shapes.map(({ shape, wholes }) => ({
          label: titles[shape],
          kind: 'line',
          points: wholes.flatMap(({ width, rounds }) => {
            const whole = estimateRounds(rounds.values());
            return whole === null ? [] : [[width, whole.value] as const];
          }),
        })),
      },
    ],
    notes: [`Each call passes a payload of ${config.payloadBytes} bytes on, over the plain HTTP route.`],
  };
}

function toSentence(
  perCalls: readonly { readonly shape: Shape; readonly perCall: Estimate | null }[],
  step: string,
  handler: Estimate | null,
): string {
  const parts = perCalls.map(
    ({ shape, perCall }) => `in ${titles[shape]} ${formatDuration(perCall?.value ?? 0)}`,
  );
  return `One more call takes ${parts.join(', ')}; the handler of ${step} takes ${formatDuration(handler?.value ?? 0)} of it.`;
}

const titles: Readonly<Record<Shape, string>> = { chain: 'a chain', fanOut: 'a fan-out' };

function toShaped(
  shape: Shape,
  { widths }: WorkflowExperiment,
  find: (part: string) => MeasuredPhase | undefined,
): Shaped {
  const wholes = widths.map((width) => {
    const found = find(`${shape}/${width}`);
    return {
      width,
      rounds: found === undefined ? new Map<number, number>() : measureRounds(found, medianServiceMs),
    };
  });
  const perCall = [...(wholes[0]?.rounds.keys() ?? [])].flatMap((round) => {
    const points = wholes.flatMap(({ width, rounds }) => {
      const ms = rounds.get(round);
      return ms === undefined ? [] : [[width, ms] as const];
    });
    return points.length < widths.length ? [] : (fitLine(points)?.slope ?? []);
  });
  return { shape, perCall, wholes };
}

function toHandlerTime(alone: MeasuredPhase | undefined): Estimate | null {
  if (alone === undefined) return null;
  return estimateRounds(measureRounds(alone, medianHandlerMs).values());
}

function medianHandlerMs(invocations: readonly Invocation[]): number | undefined {
  const times = invocations.flatMap((one) => (one.outcome === 'ok' ? (one.handlerDurationMs ?? []) : []));
  return times.length === 0 ? undefined : median(times);
}

function toFigures(
  shape: Shape,
  perCall: Estimate | null,
  handler: Estimate | null,
  n: number,
): FindingFigure[] {
  const added =
    perCall === null || handler === null || shape === 'fanOut' ? perCall : shift(perCall, -handler.value);
  return [
    toFigure(`${shape}PerCallMs`, `one more call in ${titles[shape]}`, 'ms', perCall, n),
    toFigure(
      `${shape}AddedPerCallMs`,
      `beside the handler, one more call in ${titles[shape]}`,
      'ms',
      added,
      n,
    ),
  ];
}

/** In a chain handlers run one after the other; in a fan-out, side by side. */
function toRow(shape: Shape, width: number, whole: Estimate | null, handler: Estimate | null): FindingCell[] {
  const handlers = handler === null ? null : (shape === 'chain' ? width : 1) * handler.value;
  return [width, whole, handlers, whole === null || handlers === null ? null : shift(whole, -handlers)];
}

function shift({ value, low, high }: Estimate, by: number): Estimate {
  return {
    value: value + by,
    low: low === null ? null : low + by,
    high: high === null ? null : high + by,
  };
}
