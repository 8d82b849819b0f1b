import type { Nanos } from './units.ts';

/** What a function wrote down outside the platform: the truth about what ran, whatever was answered. */
export interface LedgerEntry {
  /** When it came, on the run's clock. */
  readonly at: Nanos;
  /** The provider's id of the invocation; every attempt has the same. */
  readonly requestId: string;
  readonly instance: string;
  readonly what: 'begins' | 'ends';
}
