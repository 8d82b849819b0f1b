/** Numbers with their uncertainty, as every part of a summary holds them. */
import { z } from 'zod';
import type { Distribution, Estimate } from '../../contract/summary.ts';

export const estimate: z.ZodType<Estimate> = z
  .strictObject({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() })
  .describe('with its 95 % confidence interval; null where the sample is too small to bound it');

export const distribution: z.ZodType<Distribution> = z
  .strictObject({
    n: z.int().min(0),
    min: z.number().nullable(),
    mean: z.number().nullable(),
    p50: estimate.nullable(),
    p95: estimate.nullable(),
    p99: estimate.nullable(),
    p999: estimate.nullable(),
    max: z.number().nullable(),
  })
  .describe('order statistics of a sample; a quantile is null where n cannot reach it');

/** 0 to 1. */
export const share: z.ZodType<number> = z
  .number()
  .min(0)
  .max(1 + 1e-9);
