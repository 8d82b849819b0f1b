/** The form of `summary.json`, published as a JSON Schema: other programs read it. */
import { z } from 'zod';
import { outcomes, startKinds } from '../../contract/invocation.ts';
import type {
  GeneratorSummary,
  LoadSummary,
  RunSummary,
  ScaleOutSummary,
  StartSummary,
} from '../../contract/summary.ts';
import type { ThresholdResult } from '../../contract/threshold.ts';
import { cost } from './cost-schema.ts';
import { distribution, share } from './estimate-schema.ts';
import { finding } from './finding-schema.ts';

const start: z.ZodType<StartSummary> = z.strictObject({
  function: z.string(),
  runtime: z.string(),
  memoryMiB: z.number(),
  start: z.enum(startKinds),
  responseTimeMs: distribution,
  serviceTimeMs: distribution,
  initDurationMs: distribution.nullable(),
});

const scaleOut: z.ZodType<ScaleOutSummary> = z.strictObject({
  phase: z.string(),
  function: z.string(),
  invocations: z.int(),
  instances: z.int(),
  timeToAllMs: z.number().nullable(),
  timeToHalfMs: z.number().nullable(),
  newInstancesPerSecond: z.number().nullable(),
  curve: z.array(z.strictObject({ atMs: z.number(), instances: z.int() })),
  responseTimeMs: distribution,
});

const load: z.ZodType<LoadSummary> = z.strictObject({
  phase: z.string(),
  function: z.string(),
  model: z.enum(['open', 'closed']),
  load: z.string().describe('in a few words'),
  targetRatePerSecond: z.number().nullable(),
  achievedRatePerSecond: z.number().nullable(),
  outcomes: z.record(z.enum(outcomes), z.int()),
  startKinds: z.record(z.enum(startKinds), z.int()),
  responseTimeMs: distribution.describe('endedAt - intendedStart: what a caller on schedule waits'),
  serviceTimeMs: distribution.describe('endedAt - sentAt'),
  instances: z.int(),
  utilisation: share.nullable(),
});

const generator: z.ZodType<GeneratorSummary> = z.strictObject({
  verdict: z.enum(['ok', 'generator-limited', 'unknown']),
  reasons: z.array(z.string()),
  scheduled: z.int(),
  sent: z.int(),
  dropped: z.int(),
  sendDelayMs: distribution.describe("sentAt - intendedStart: the generator's own lateness"),
  phases: z.array(
    z.strictObject({
      phase: z.string(),
      limited: z.boolean(),
      sendDelayMs: distribution,
      limitMs: z.number(),
    }),
  ),
});

const threshold: z.ZodType<ThresholdResult> = z.strictObject({
  check: z.string(),
  function: z.string().nullable(),
  phase: z.string().nullable(),
  observed: z.number().nullable(),
  unit: z.enum(['ms', 'ratio', 'count', 'perSecond', 'usd']),
  verdict: z.enum(['passed', 'failed', 'inconclusive']),
  reason: z.string().nullable(),
});

export const summary: z.ZodType<RunSummary> = z.strictObject({
  schema: z.literal('faasmark/summary/1'),
  runId: z.string(),
  scenario: z.string(),
  startedAt: z.string().describe('ISO 8601, UTC'),
  durationMs: z.number(),
  outcome: z.enum(['completed', 'aborted', 'failed']),
  reason: z.string().nullable(),
  provider: z.strictObject({
    id: z.string(),
    endpoint: z.string(),
    details: z.record(z.string(), z.string()),
  }),
  seed: z.int(),
  starts: z.array(start),
  scaleOuts: z.array(scaleOut),
  loads: z.array(load),
  cost: cost.nullable(),
  generator,
  errors: z
    .array(z.strictObject({ error: z.string(), outcome: z.enum(outcomes), count: z.int() }))
    .describe('up to ten distinct errors'),
  thresholds: z.array(threshold),
  findings: z.array(finding).describe('what each experiment concludes'),
});

/** For those who read `summary.json`; `faasmark schema summary` prints it. */
export function createSummaryJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(summary, { reused: 'ref' }),
    title: 'faasmark summary',
    description:
      'The result of a run. Durations are milliseconds, memory MiB, money US dollars; the unit is in the name.',
  };
}
