/** Brings lines to the server until each is either stored or refused for good, however long that takes. */
import type { Clock } from '../../contract/clock.ts';
import type { WriteAnswer } from '../server/write-answer.ts';
import { pauseAfter } from '../server/backoff.ts';
import type { DeliveryTimes } from './influx-options.ts';
import type { Writer } from './writer.ts';

export interface DeliveryParts {
  readonly writer: Writer;
  readonly clock: Clock;
  readonly times: DeliveryTimes;
  acknowledged(count: number): void;
  /** `count` of these lines were refused; all of them unless the server did not say which. */
  rejected(lines: readonly string[], count: number, reason: string): void;
  /** Why the server does not take lines now; undefined when it does again. */
  trouble(reason: string | undefined): void;
}

/**
 * To find the wrong lines among the others, halves are sent again (which changes nothing in the database). After this
 * many requests the server's own count is taken instead, so that a batch full of wrong lines cannot hold up the rest.
 */
const searchRequests = 64;

interface Budget {
  requests: number;
}

/** Rejects with the signal's reason when it aborts; the lines that are not accounted for by then stay in the spool. */
export async function deliver(
  lines: readonly string[],
  parts: DeliveryParts,
  signal: AbortSignal,
): Promise<void> {
  await deliverPart(lines, parts, signal, { requests: searchRequests });
}

async function deliverPart(
  lines: readonly string[],
  parts: DeliveryParts,
  signal: AbortSignal,
  budget: Budget,
): Promise<void> {
  const answer = await writeUntilAnswered(lines, parts, signal);
  budget.requests--;
  switch (answer.kind) {
    case 'acknowledged':
      return parts.acknowledged(lines.length);
    case 'tooLarge':
      if (lines.length === 1) return parts.rejected(lines, 1, answer.reason);
      return deliverHalves(lines, parts, signal, budget);
    case 'invalid': {
      const count = Math.min(answer.count ?? lines.length, lines.length);
      const isAll = lines.length === 1 || answer.count === lines.length;
      if (!isAll && budget.requests > 0) return deliverHalves(lines, parts, signal, budget);
      parts.acknowledged(isAll ? 0 : lines.length - count);
      return parts.rejected(lines, isAll ? lines.length : count, answer.reason);
    }
  }
}

/** One after the other, so that each series stays in order. */
async function deliverHalves(
  lines: readonly string[],
  parts: DeliveryParts,
  signal: AbortSignal,
  budget: Budget,
): Promise<void> {
  const middle = lines.length >> 1;
  await deliverPart(lines.slice(0, middle), parts, signal, budget);
  await deliverPart(lines.slice(middle), parts, signal, budget);
}

type FinalAnswer = Exclude<WriteAnswer, { readonly kind: 'later' | 'refused' }>;

async function writeUntilAnswered(
  lines: readonly string[],
  parts: DeliveryParts,
  signal: AbortSignal,
): Promise<FinalAnswer> {
  for (let failures = 1; ; failures++) {
    signal.throwIfAborted();
    const answer = await parts.writer.write(lines);
    if (answer.kind !== 'later' && answer.kind !== 'refused') {
      parts.trouble(undefined);
      return answer;
    }
    parts.trouble(answer.reason);
    await parts.clock.sleep(pauseAfter(answer, failures, parts.times), signal);
  }
}
