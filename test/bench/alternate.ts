/**
 * Runs contenders alternately, A B C A B C ..., so that a machine that becomes slower or faster meanwhile does so for all
 * of them. What is compared are medians.
 */
import { messageOf } from '../../harness/contract/errors.ts';

export interface Contender<Result> {
  readonly name: string;
  readonly run: () => Promise<Result>;
}

export interface Alternated<Result> {
  /** In the order of the rounds; a contender that failed is not there. */
  readonly results: ReadonlyMap<string, readonly Result[]>;
  /** Why, by name. */
  readonly failed: Readonly<Record<string, string>>;
}

/** @param signal - when it aborts, the failure of the contender that runs is no failure of its own. */
export async function alternate<Result>(
  contenders: readonly Contender<Result>[],
  rounds: number,
  signal: AbortSignal,
): Promise<Alternated<Result>> {
  const results = new Map<string, Result[]>(contenders.map(({ name }) => [name, []]));
  const failed: Record<string, string> = {};
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of contenders) {
      if (failed[name] !== undefined) continue;
      try {
        results.get(name)?.push(await run());
      } catch (error) {
        signal.throwIfAborted();
        failed[name] = messageOf(error);
        results.delete(name);
      }
    }
  }
  return { results, failed };
}
