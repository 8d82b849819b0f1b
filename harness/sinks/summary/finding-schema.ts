/** What an experiment concludes, as `summary.json` holds it. */
import { z } from 'zod';
import type { Finding, FindingAxis, FindingUnit } from '../../contract/finding.ts';
import { estimate } from './estimate-schema.ts';

const unit: z.ZodType<FindingUnit> = z.enum([
  'ms',
  's',
  '1/s',
  'MiB',
  'B',
  'ms/MiB',
  'usd',
  'share',
  'ratio',
  'count',
]);

const axis: z.ZodType<FindingAxis> = z.strictObject({
  label: z.string(),
  unit,
  scale: z.enum(['linear', 'log']),
});

export const finding: z.ZodType<Finding> = z.strictObject({
  experiment: z.string().describe('as the scenario names it'),
  kind: z.string().describe('the procedure'),
  question: z.string(),
  conclusion: z.union([
    z.strictObject({ verdict: z.literal('answered'), sentence: z.string() }),
    z.strictObject({
      verdict: z.literal('inconclusive'),
      sentence: z.string(),
      moreSamples: z.number().nullable(),
    }),
  ]),
  figures: z.array(
    z.strictObject({
      key: z.string(),
      label: z.string(),
      unit,
      estimate: estimate.nullable(),
      n: z.int(),
    }),
  ),
  tables: z.array(
    z.strictObject({
      title: z.string(),
      columns: z.array(z.strictObject({ label: z.string(), unit: unit.nullable() })),
      rows: z.array(z.array(z.union([z.string(), z.number(), estimate, z.null()]))),
    }),
  ),
  charts: z.array(
    z.strictObject({
      title: z.string(),
      x: axis,
      y: axis,
      series: z.array(
        z.strictObject({
          label: z.string(),
          kind: z.enum(['line', 'step', 'points']),
          points: z.array(z.tuple([z.number(), z.number()])),
        }),
      ),
    }),
  ),
  notes: z.array(z.string()),
});
