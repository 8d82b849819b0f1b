/** A price as a command prints it. */
import type { PriceTier } from '../analyze/cost/price-book.ts';

/** `0.0000166667 to 6e+9, 0.000015 above`. */
export function toPriceText(tiers: readonly PriceTier[]): string {
  return tiers
    .map(({ upTo, usd }) => `${toDecimal(usd)}${upTo === null ? '' : ` to ${upTo.toExponential()}`}`)
    .join(', ')
    .replace(/, (\S+)$/, ', $1 above');
}

function toDecimal(usd: number): string {
  return usd.toLocaleString('en-US', { maximumFractionDigits: 12 });
}
