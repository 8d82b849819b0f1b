/** One question to the server, before any load. */
import { request } from 'undici';
import { FaasmarkError, messageOf } from '../../contract/errors.ts';
import type { InfluxOptions } from './influx-options.ts';

export interface ServerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

/** @throws FaasmarkError `SINK_UNREACHABLE`. */
export async function askServer(
  { url, authorization, delivery }: InfluxOptions,
  method: 'GET' | 'POST',
  path: string,
  body = '',
): Promise<ServerAnswer> {
  try {
    const answer = await request(`${url}${path}`, {
      method,
      headers: {
        ...(authorization === undefined ? {} : { authorization }),
        ...(body === '' ? {} : { 'content-type': 'text/plain; charset=utf-8' }),
      },
      ...(body === '' ? {} : { body }),
      headersTimeout: delivery.timeoutMs,
      bodyTimeout: delivery.timeoutMs,
      // One connection a question: nothing is left open that would keep the process alive.
      reset: true,
    });
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
  } catch (error) {
    throw new FaasmarkError('SINK_UNREACHABLE', `no InfluxDB answers at ${url}: ${messageOf(error)}`, {
      hint: 'Is the address right, and does it run? Leave --influx out to run without it.',
      cause: error,
    });
  }
}
