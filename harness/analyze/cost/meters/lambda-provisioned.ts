/** AWS Lambda with provisioned concurrency: held in steps of five minutes, and what is executed at a lower rate. */
import { lambda } from './lambda.ts';
import type { Meter } from './meter.ts';
import { ceilTo, toGbSeconds } from './round.ts';

const fiveMinutesMs = 300_000;

/** From enabling to disabling, rounded up to five minutes (aws.amazon.com/lambda/pricing). Initialisation is not billed. */
export const lambdaProvisioned: Meter = {
  title: 'AWS Lambda, provisioned concurrency',
  provider: 'AWS Lambda, provisioned concurrency',
  bills: ['invocations', 'gbSeconds', 'provisionedGbSeconds'],
  assumptions: ({ instances = 1 }) => [
    `${instances} provisioned for the whole run, and everything ran on them; what spills over is dearer`,
  ],
  toUsage: (activity, options) =>
    lambda.toUsage({ ...activity, initDurationMs: 0, reportedMs: undefined }, options),
  toHeldUsage: ({ memoryMiB, durationMs }, { instances = 1 }) => ({
    provisionedGbSeconds: instances * toGbSeconds(memoryMiB, ceilTo(durationMs, fiveMinutesMs)),
  }),
};
