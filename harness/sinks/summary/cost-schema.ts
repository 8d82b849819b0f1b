/** What a run would have cost, as `summary.json` holds it. */
import { z } from 'zod';
import { meterNames } from '../../contract/billing.ts';
import type { AlwaysOnComparison, CostSummary, FunctionCost } from '../../contract/summary.ts';
import { estimate, share } from './estimate-schema.ts';

const functionCost: z.ZodType<FunctionCost> = z.strictObject({
  function: z.string(),
  memoryMiB: z.number(),
  invocations: z.int(),
  successful: z.int(),
  billedDurationMs: z.number(),
  gbSeconds: z.number(),
  charges: z.array(
    z.strictObject({ quantity: z.string(), unit: z.string(), amount: z.number(), usd: z.number() }),
  ),
  computeUsd: z.number(),
  requestsUsd: z.number(),
  totalUsd: z.number(),
  costPerMillionUsd: estimate.nullable(),
  coldStartShare: share,
  shares: z
    .strictObject({
      coldStarts: share,
      failures: share,
      retries: share,
      slowest1Percent: share.nullable(),
      slowest5Percent: share.nullable(),
    })
    .describe('of the cost of all invocations; they overlap'),
});

const alwaysOn: z.ZodType<AlwaysOnComparison> = z.strictObject({
  machine: z.string(),
  kind: z.enum(['virtual machine', 'container service', 'platform']),
  usdPerMonth: z.number(),
  function: z.string(),
  functionUsdPerMonth: z.number(),
  ratePerSecond: z.number(),
  breakEvenRatePerSecond: z.number(),
  coreShareAtBreakEven: z.number(),
  coreShare: z.number(),
  machines: z.int(),
  idleUsdPerMonth: z.number(),
  fixedUsdPerMonth: z.number(),
  curve: z.array(
    z.strictObject({
      ratePerSecond: z.number(),
      functionUsdPerMonth: z.number(),
      machines: z.int(),
      machinesUsdPerMonth: z.number(),
    }),
  ),
});

export const cost: z.ZodType<CostSummary> = z.strictObject({
  meter: z.enum(meterNames),
  priceBook: z.string(),
  asOf: z.string(),
  region: z.string(),
  architecture: z.string(),
  freeTier: z.boolean(),
  sources: z.array(z.string()),
  assumptions: z.array(z.string()),
  functions: z.array(functionCost),
  totalUsd: z.number(),
  alwaysOn: z.array(alwaysOn),
});
