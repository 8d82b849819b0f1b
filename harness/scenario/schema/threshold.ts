/** One entry of `thresholds`: a sentence, or a sentence with where it applies and what happens when it fails. */
import { z } from 'zod';
import { canFailEarly } from '../../contract/threshold-scope.ts';
import type { ThresholdSpec } from '../../contract/threshold.ts';
import { duration } from './quantities.ts';
import { expectedCheck, parseCheck } from './threshold-check.ts';

const defaultAbortAfterMs = 10_000;

const check = z
  .string({ error: expectedCheck })
  .superRefine((text, context) => {
    const parsed = parseCheck(text);
    if (!parsed.ok) context.addIssue({ code: 'custom', message: parsed.problem });
  })
  .describe('metric, comparator, value')
  .meta({ examples: ['responseTime.p99 < 300ms', 'outcome.failed.rate < 0.1%', 'coldStart.p95 < 500ms'] });

const detailed = z
  .strictObject({
    check,
    function: z.string().optional().describe('only this function'),
    phase: z.string().optional().describe('only this phase, as EXPERIMENT/FUNCTION'),
    abortOnFail: z.boolean().default(false).describe('end the run as soon as it fails'),
    abortAfter: duration
      .optional()
      .describe(
        `how long a phase is played before it may end the run; default: ${defaultAbortAfterMs / 1000}s`,
      ),
  })
  .superRefine((entry, context) => {
    for (const { path, message } of findAbortProblems(entry)) {
      context.addIssue({ code: 'custom', path: [path], message });
    }
  });

type Detailed = z.output<typeof detailed>;

export const threshold: z.ZodType<ThresholdSpec> = z
  .union([check, detailed], { error: `${expectedCheck}, or an object with that as its "check"` })
  .transform(toSpec);

function findAbortProblems(entry: Detailed): { path: string; message: string }[] {
  if (!entry.abortOnFail) {
    const message = 'it delays "abortOnFail", which is not there; add "abortOnFail: true"';
    return entry.abortAfter === undefined ? [] : [{ path: 'abortAfter', message }];
  }
  const parsed = parseCheck(entry.check);
  if (!parsed.ok || canFailEarly(parsed.check.metric, parsed.check.comparator)) return [];
  const able =
    'responseTime, serviceTime, coldStart, and outcome (of its counts only those that must stay low)';
  return [
    {
      path: 'abortOnFail',
      message: `what it checks is known only at the end; a run can be ended by ${able}`,
    },
  ];
}

function toSpec(entry: string | Detailed): ThresholdSpec {
  const given: Detailed = typeof entry === 'string' ? { check: entry, abortOnFail: false } : entry;
  const parsed = parseCheck(given.check);
  // The refinement above has refused it before.
  if (!parsed.ok) throw new TypeError(parsed.problem);
  return {
    ...parsed.check,
    function: given.function ?? null,
    phase: given.phase ?? null,
    abortOnFail: given.abortOnFail,
    abortAfterMs: given.abortAfter ?? defaultAbortAfterMs,
  };
}
