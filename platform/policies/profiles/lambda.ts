/** AWS Lambda, on demand, as documented and measured up to November 2026. */
import type { PolicyProfile } from '../profile.ts';

export const lambdaProfile: PolicyProfile = {
  name: 'lambda',
  // Default quota of concurrent executions in a region: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
  // What must stay unreserved: docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
  admission: { accountConcurrency: 1000, leastUnreserved: 100 },
  // 1,000 new environments every 10 s for each function, refilled continuously, never more than 1,000:
  // docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html
  starts: { capacity: 1000, refillPerSecond: 100 },
  // Ours, not Lambda's: one machine has an end. 64 MiB is a small Node.js or Python instance.
  placement: { reserveMiB: 256, expectedInstanceMiB: 64 },
  // Not documented. Measured as a fixed 10 minutes: "Serverless in the Wild" (2020), mikhail.io (August 2019).
  idleLifetimeMs: 600_000,
  // docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
  initLimitMs: 10_000,
  meter: 'lambda',
  // docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
  streaming: { burstBytes: 6 * 2 ** 20, bytesPerSecond: 2 * 2 ** 20 },
};
