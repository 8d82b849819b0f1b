/** Arrivals by themselves, in the words of a scenario: `{ kind: poisson, rate: 5/s, duration: 1h }`. */
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { ArrivalSpec } from '../contract/arrivals.ts';
import { FaasmarkError, messageOf } from '../contract/errors.ts';
import { describeProblem, toProblems } from './parse-scenario.ts';
import { loadArrivals } from './schema/arrivals.ts';

const wrapped = z.strictObject({ arrivals: loadArrivals });

/**
 * @param place - where the text was written, for messages.
 * @throws FaasmarkError `USAGE`; its message has a line for each problem.
 */
export function parseArrivals(text: string, place: string): ArrivalSpec {
  // Under a key of its own every problem has a path.
  const document = parseDocument(`arrivals: ${text}`, { prettyErrors: false });
  const [broken] = document.errors;
  if (broken !== undefined) throw invalid(place, [`${broken.message} in ${JSON.stringify(text)}`]);
  const parsed = wrapped.safeParse(toValue(document, place));
  if (parsed.success) return parsed.data.arrivals;
  const problems = parsed.error.issues.flatMap(toProblems);
  throw invalid(
    place,
    problems.map((problem) => describeProblem(document, problem)),
  );
}

function toValue(document: ReturnType<typeof parseDocument>, place: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw invalid(place, [messageOf(error)]);
  }
}

function invalid(place: string, problems: readonly string[]): FaasmarkError {
  return new FaasmarkError('USAGE', problems.map((problem) => `${place}: ${problem}`).join('\n'), {
    hint: 'Write them as in a scenario, for example { kind: poisson, rate: 5/s, duration: 1h }.',
  });
}
