/** Where a run is streamed to while it lasts. */
import { z } from 'zod';
import { type SinkTarget, sinkKinds, sinkTargetPattern, toSinkTarget } from '../../contract/sink-target.ts';

export const sink: z.ZodType<SinkTarget, string> = z
  .string()
  .regex(sinkTargetPattern, `expected KIND or KIND=TARGET, with one of the kinds ${sinkKinds.join(', ')}`)
  .describe('csv, csv=FILE, influx=URL, ...; credentials come from the environment')
  .transform(toSinkTarget);
