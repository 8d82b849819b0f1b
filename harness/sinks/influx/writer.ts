/**
 * Sends lines, once each call: the client library as a pump. Its own batching, timers and retries are off, because they
 * drop lines, read `Retry-After` as milliseconds, and let `flush` resolve before there was an answer.
 */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { InfluxDB, setLogger } from '@influxdata/influxdb-client';
import type { Clock } from '../../contract/clock.ts';
import { type WriteAnswer, toWriteAnswer } from '../server/write-answer.ts';
import { type InfluxOptions, writePathOf } from './influx-options.ts';

export interface Writer {
  /** One request. Never throws. */
  write(lines: readonly string[]): Promise<WriteAnswer>;
  /** Breaks what is under way; its outcome is unknown. */
  close(): void;
}

export const maxLinesPerRequest = 5000;

/** Compressing costs more than sending on the way to the same machine. */
const gzipThresholdBytes = 1000;

// Every failure is told by our own receipt; the library would print each to the terminal.
setLogger({ error: () => undefined, warn: () => undefined });

export function createWriter(options: InfluxOptions, clock: Clock): Writer {
  const { url, target, authorization, delivery } = options;
  const { protocol, hostname } = new URL(url);
  const agentOptions = { keepAlive: true };
  const agent = protocol === 'https:' ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions);
  const isNear = /^(127\.|localhost$|\[::1\]$)/.test(hostname);
  const client = new InfluxDB({ url, timeout: delivery.timeoutMs, transportOptions: { agent } });
  const api = client.getWriteApi('', '', 'ns', {
    // Never full: `flush` is the only thing that sends.
    batchSize: 2 * maxLinesPerRequest,
    flushInterval: 0,
    maxRetries: 0,
    gzipThreshold: isNear ? Number.MAX_SAFE_INTEGER : gzipThresholdBytes,
    // `token` would send the scheme `Token`, which InfluxDB 1.x does not know.
    headers: authorization === undefined ? {} : { authorization },
  });
  api.path = writePathOf(target);

  return {
    async write(lines) {
      try {
        for (const line of lines) api.writeRecord(line);
        await api.flush();
        return { kind: 'acknowledged' };
      } catch (error) {
        // After a time-out the library leaves the request open: an old point could land on its successor.
        if (!hasStatus(error)) agent.destroy();
        return toWriteAnswer(error, clock.epochMs());
      }
    },
    close: () => agent.destroy(),
  };
}

/** Somebody answered. */
function hasStatus(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'statusCode' in error;
}
