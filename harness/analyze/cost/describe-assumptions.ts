/** What a priced result rests on and nobody settled: said beside every figure. */
import type { MeterName, MeterOptions } from '../../contract/billing.ts';
import type { Invocation } from '../../contract/invocation.ts';
import { meters } from './meters/meters.ts';
import type { PriceBook } from './price-book.ts';

export function describeAssumptions(
  meter: MeterName,
  options: MeterOptions,
  book: PriceBook,
  invocations: readonly Invocation[],
): string[] {
  const doubts = meters[meter].bills.flatMap((quantity) => {
    const doubt = book.prices[quantity]?.doubt;
    return doubt === undefined ? [] : [`price of ${quantity}: ${doubt}`];
  });
  const isRetried = invocations.some((one) => one.attempts > 1);
  return [
    ...meters[meter].assumptions(options),
    ...doubts,
    ...(isRetried ? ['each retry is taken to have run as long as the attempt that ended it'] : []),
  ];
}
