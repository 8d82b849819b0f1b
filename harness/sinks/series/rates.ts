/** What an invocation costs while the run lasts. The summary of the run has the provider's full arithmetic. */
import type { RunManifest } from '../../contract/sink.ts';

export interface Rates {
  readonly usdPerGbSecond: number;
  readonly usdPerInvocation: number;
}

/** US dollars of one invocation of a function; 0 where nobody told its billed duration (NaN). */
export type Pricer = (fn: string, billedDurationMs: number) => number;

const mebibytesPerGb = 1024;

/**
 * Price of one invocation: `billedDuration × memory × usdPerGbSecond + usdPerInvocation`, memory in units of
 * 1,024 MiB as all providers bill it. What was not billed cost nothing.
 */
export function createPricer(
  { functions }: Pick<RunManifest, 'functions'>,
  rates: Rates | undefined,
): Pricer {
  const gigabytes = new Map(functions.map((one) => [one.name, one.memoryMiB / mebibytesPerGb]));
  return (fn, billedDurationMs) => {
    if (rates === undefined || Number.isNaN(billedDurationMs)) return 0;
    const gbSeconds = (billedDurationMs / 1000) * (gigabytes.get(fn) ?? 0);
    return gbSeconds * rates.usdPerGbSecond + rates.usdPerInvocation;
  };
}
