/** AWS Lambda on demand, us-east-1, in US dollars without tax. */
import type { PriceBook } from './price-book.ts';

const shared = {
  provider: 'AWS Lambda',
  region: 'us-east-1',
  asOf: '2026-09-20',
  sources: [
    'https://aws.amazon.com/lambda/pricing/ (read 2026-09-20: rates, requests, free tier)',
    'https://aws.amazon.com/blogs/compute/introducing-tiered-pricing-for-aws-lambda/ (tiers)',
  ],
  usdPerInvocation: 0.2 / 1e6,
  freeTier: { gbSeconds: 400_000, invocations: 1_000_000 },
} as const;

export const awsLambdaX86: PriceBook = {
  ...shared,
  architecture: 'x86_64',
  tiers: [
    { upToGbSeconds: 6e9, usdPerGbSecond: 0.000_016_666_7 },
    { upToGbSeconds: 15e9, usdPerGbSecond: 0.000_015 },
    { upToGbSeconds: Infinity, usdPerGbSecond: 0.000_013_333_4 },
  ],
};

export const awsLambdaArm: PriceBook = {
  ...shared,
  architecture: 'arm64',
  tiers: [
    { upToGbSeconds: 7.5e9, usdPerGbSecond: 0.000_013_333_4 },
    { upToGbSeconds: 18.75e9, usdPerGbSecond: 0.000_012_000_1 },
    { upToGbSeconds: Infinity, usdPerGbSecond: 0.000_010_666_7 },
  ],
};

/** The price list for an architecture as Lambda names it; x86_64 for one that it does not know. */
export function awsLambdaPrices(architecture: string): PriceBook {
  return architecture === 'arm64' ? awsLambdaArm : awsLambdaX86;
}
