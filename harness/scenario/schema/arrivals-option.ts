/** One kind of arrivals as a schema: what it is as a member of the union that is told apart by `kind`. */
import type { z } from 'zod';
import type { ArrivalSpec } from '../../contract/arrivals.ts';

export type ArrivalsOption = z.ZodType<ArrivalSpec> & z.core.$ZodTypeDiscriminable;
