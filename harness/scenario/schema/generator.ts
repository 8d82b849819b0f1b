/** `generator`: what sends the load, and how. */
import { z } from 'zod';
import { engines } from '../../contract/load-model.ts';
import { type GeneratorConfig, connectionReuses, pacings, protocols } from '../scenario.ts';
import { duration } from './quantities.ts';

export const generator: z.ZodType<GeneratorConfig> = z
  .strictObject({
    engine: z
      .enum(engines)
      .default('native')
      .describe(
        'native: ours; autocannon: closed model only; k6: a local k6, which spaces arrivals evenly only',
      ),
    workers: z.int().min(1).max(64).default(1).describe('sending threads; best one less than cores'),
    pacing: z
      .enum(pacings)
      .default('auto')
      .describe('how a sender waits: by a pacing thread, spinning on its core, or by a timer of 1 ms'),
    maxConnections: z.int().min(1).max(60_000).default(10_000).describe('of a sending thread to one origin'),
    maxBacklog: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(10_000)
      .describe('invocations of a sending thread that may wait for a connection; beyond it they are dropped'),
    connectionReuse: z
      .enum(connectionReuses)
      .default('reuse')
      .describe('fresh: a connection for every invocation'),
    protocol: z.enum(protocols).default('http/1.1'),
    maxSendDelay: duration
      .prefault('1ms')
      .describe(
        'p99 send delay that is tolerated; 5 % of the p50 service time always is. Above both: generator-limited',
      ),
  })
  .transform(({ maxSendDelay, ...rest }) => ({ ...rest, maxSendDelayMs: maxSendDelay }));
