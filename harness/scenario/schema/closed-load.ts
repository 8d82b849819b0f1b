/** `closed`: callers that wait for their answers. */
import { z } from 'zod';
import type { ClosedLoad, ConcurrencyStage } from '../../contract/load-model.ts';
import { duration, positiveDuration } from './quantities.ts';

const concurrency = z.int().min(0).max(100_000);
const thinkTime = duration.prefault('0s').describe('between an answer and the next invocation');

const constant = z
  .strictObject({
    concurrency: concurrency.min(1).describe('callers at once'),
    duration: positiveDuration,
    thinkTime,
  })
  .transform(({ concurrency: callers, duration: durationMs, thinkTime: thinkTimeMs }): ClosedLoad => ({
    model: 'closed',
    stages: [{ fromConcurrency: callers, toConcurrency: callers, durationMs }],
    thinkTimeMs,
  }));

const ramping = z
  .strictObject({
    startConcurrency: concurrency.default(0),
    stages: z
      .array(
        z.strictObject({
          concurrency: concurrency.describe('reached evenly by the end of the stage'),
          duration: positiveDuration,
        }),
      )
      .min(1, 'expected at least one stage'),
    thinkTime,
  })
  .transform(({ startConcurrency, stages, thinkTime: thinkTimeMs }): ClosedLoad => {
    let fromConcurrency = startConcurrency;
    const changing = stages.map((stage): ConcurrencyStage => {
      const from = fromConcurrency;
      fromConcurrency = stage.concurrency;
      return { fromConcurrency: from, toConcurrency: stage.concurrency, durationMs: stage.duration };
    });
    return { model: 'closed', stages: changing, thinkTimeMs };
  });

/** Constant, or in stages; a key of both kinds is told from the other by `stages`. */
export const closedLoad: z.ZodType<ClosedLoad> = z.union([constant, ramping], {
  error: 'expected "concurrency" and "duration", or "stages" with a "concurrency" and a "duration" each',
});
