/** Whether an answer is right: a wrong answer in record time is not a result. */
import { isDeepStrictEqual } from 'node:util';
import { isRecord } from './probe-report.ts';

/**
 * The first field that is not as expected, in words; undefined when the output is right.
 *
 * @param expected - fields the output must have; further fields are allowed.
 */
export function findOutputError(
  output: unknown,
  expected: Readonly<Record<string, unknown>> | undefined,
): string | undefined {
  if (expected === undefined) return undefined;
  if (!isRecord(output)) return `OutputCheck: expected an object, got ${show(output)}`;
  for (const [field, value] of Object.entries(expected)) {
    if (!isDeepStrictEqual(output[field], value)) {
      return `OutputCheck: expected ${field} ${show(value)}, got ${show(output[field])}`;
    }
  }
  return undefined;
}

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
