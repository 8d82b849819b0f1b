/** Cloudflare Workers Paid: processor time and requests, with a subscription. No charge for waiting. */
import type { Meter } from './meter.ts';
import { ceilTo } from './round.ts';
import { hoursPerMonth } from '../month.ts';

/** developers.cloudflare.com/workers/platform/pricing. What the subscription includes is the free grant of the book. */
export const cloudflareWorkers: Meter = {
  title: 'Cloudflare Workers Paid',
  provider: 'Cloudflare Workers',
  bills: ['invocations', 'cpuMs', 'months'],
  assumptions: () => [
    'processor time is the time in the handler where nobody says: waiting, which is free, counts in',
    'the subscription is counted by the time of the run',
  ],
  toUsage: ({ durationMs, cpuMs = durationMs, invocations = 1 }) => ({
    invocations,
    cpuMs: ceilTo(cpuMs, 1),
  }),
  toHeldUsage: ({ durationMs }) => ({ months: durationMs / 3_600_000 / hoursPerMonth }),
};
