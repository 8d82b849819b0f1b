/** A price list as data, with its date and sources, and the arithmetic that every such list shares. */

/** What was used in a month, or in a run. */
export interface Usage {
  readonly gbSeconds: number;
  readonly invocations: number;
}

export interface Charge {
  readonly computeUsd: number;
  readonly requestsUsd: number;
}

/** A price that holds up to a monthly amount; the last one has no limit. */
export interface PriceTier {
  readonly upToGbSeconds: number;
  readonly usdPerGbSecond: number;
}

export interface PriceBook {
  readonly provider: string;
  readonly region: string;
  readonly architecture: string;
  /** Date of the prices, ISO 8601. */
  readonly asOf: string;
  readonly sources: readonly string[];
  /** Ascending. */
  readonly tiers: readonly PriceTier[];
  readonly usdPerInvocation: number;
  /** Given away each month. */
  readonly freeTier: Usage;
}

/**
 * The charge for a month's usage. Tiers count what is left after the free tier.
 *
 * @param hasFreeTier - whether the account's free tier is still unused; default false, as for an account in use.
 */
export function price(book: PriceBook, usage: Usage, hasFreeTier = false): Charge {
  const free = hasFreeTier ? book.freeTier : { gbSeconds: 0, invocations: 0 };
  return {
    computeUsd: priceTiers(book.tiers, Math.max(0, usage.gbSeconds - free.gbSeconds)),
    requestsUsd: Math.max(0, usage.invocations - free.invocations) * book.usdPerInvocation,
  };
}

function priceTiers(tiers: readonly PriceTier[], gbSeconds: number): number {
  let from = 0;
  let usd = 0;
  for (const { upToGbSeconds, usdPerGbSecond } of tiers) {
    usd += Math.max(0, Math.min(gbSeconds, upToGbSeconds) - from) * usdPerGbSecond;
    from = upToGbSeconds;
  }
  return usd;
}
