/** What the ledger says of invocations: pure. */
import { groupBy } from '../../contract/group-by.ts';
import type { Invocation } from '../../contract/invocation.ts';
import type { LedgerEntry } from '../../contract/ledger-entry.ts';

export interface Executions {
  readonly sent: number;
  /** Answered that it could not be done; of events, not taken. */
  readonly failed: number;
  /** Taken or sent, and never begun. */
  readonly lost: number;
  /** Begun more than once. */
  readonly duplicated: number;
  /** Begun, and never ended. */
  readonly unfinished: number;
  /** No answer gave their id: whether they ran is not known. */
  readonly untold: number;
}

/** Attempts that retries of our own make have ids of their own; the invocation has the last. */
export function countExecutions(
  invocations: readonly Invocation[],
  ledger: readonly LedgerEntry[],
): Executions {
  const written = groupBy(ledger, (one) => one.requestId);
  const sent = invocations.filter((one) => one.sentAt !== undefined);
  const told = sent.flatMap((one) => (one.requestId === undefined ? [] : [written.get(one.requestId) ?? []]));
  const count = (entries: readonly LedgerEntry[], what: LedgerEntry['what']): number =>
    entries.filter((one) => one.what === what).length;
  return {
    sent: sent.length,
    failed: sent.filter((one) => one.outcome !== 'ok').length,
    lost: told.filter((own) => count(own, 'begins') === 0).length,
    duplicated: told.filter((own) => count(own, 'begins') > 1).length,
    unfinished: told.filter((own) => count(own, 'begins') > 0 && count(own, 'ends') === 0).length,
    untold: sent.length - told.length,
  };
}
