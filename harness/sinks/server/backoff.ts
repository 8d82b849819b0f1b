/** How long to wait before a line is offered again. */
import type { Millis } from '../../contract/units.ts';
import type { WriteAnswer } from './write-answer.ts';

export interface Pauses {
  /** After the first failure; it doubles with each that follows. */
  readonly firstPauseMs: Millis;
  readonly longestPauseMs: Millis;
}

/**
 * Doubles from the first pause to the longest; a server that names its own pause is obeyed.
 *
 * @param failures - in a row, from 1.
 */
export function pauseAfter(
  answer: WriteAnswer,
  failures: number,
  { firstPauseMs, longestPauseMs }: Pauses,
): Millis {
  if (answer.kind === 'later' && answer.retryAfterMs !== undefined) return answer.retryAfterMs;
  return Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1));
}
