/** By which provider's rules and prices the run is billed. */
import { z } from 'zod';
import { meterNames } from '../../contract/billing.ts';
import { type CostConfig, architectures } from '../scenario.ts';

export const cost: z.ZodType<CostConfig, Record<string, unknown>> = z.strictObject({
  meter: z.enum(meterNames).optional().describe('whose rules count; default lambda'),
  region: z.string().min(1).optional().describe('default: the region of the price book of the meter'),
  architecture: z.enum(architectures).default('x86_64'),
  freeTier: z.boolean().default(false).describe('count the monthly free tier'),
  vcpus: z.number().positive().optional().describe('processors of an instance; default: by its memory size'),
  minimumMs: z.number().nonnegative().optional().describe('least time billed for an execution, on Azure'),
  instances: z.int().min(1).optional().describe('instances held: provisioned concurrency, Azure Premium'),
  utilisation: z.number().positive().max(1).optional().describe('share of your own machines that is used'),
});
