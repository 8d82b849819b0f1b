/** What became of one write request: the answers of InfluxDB, of what stands before it, and of a network. */
import { errorCodeOf, messageOf } from '../../contract/errors.ts';
import type { Millis } from '../../contract/units.ts';

export type WriteAnswer =
  | { readonly kind: 'acknowledged' }
  /** Try again: nobody answered, or the server has too much to do. What became of the lines is unknown. */
  | { readonly kind: 'later'; readonly reason: string; readonly retryAfterMs?: Millis }
  /** The server will not take lines from us until somebody mends that; trying again does no harm. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'tooLarge'; readonly reason: string }
  /** Some of the lines are wrong; `count` of them, where the server says so. The others may have been stored. */
  | { readonly kind: 'invalid'; readonly reason: string; readonly count: number | undefined };

/** What the client knows of an answer; all of it is absent when there was none. */
interface HttpFailure {
  readonly statusCode?: number;
  readonly statusMessage?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** @param now - milliseconds since the Unix epoch, for a `Retry-After` that is a date. */
export function toWriteAnswer(error: unknown, now: Millis): WriteAnswer {
  const failure = error as HttpFailure;
  const status = failure.statusCode;
  if (status === undefined) return { kind: 'later', reason: describeFailure(error) };
  const text = readErrorText(failure.body ?? '');
  const reason = `${status} ${text === '' ? (failure.statusMessage ?? '') : text}`.trim();
  switch (status) {
    case 400:
    case 422:
      return { kind: 'invalid', reason, count: countInvalid(failure.body ?? '', text) };
    case 401:
    case 403:
    case 404:
      return { kind: 'refused', reason };
    case 413:
      return { kind: 'tooLarge', reason };
    default: {
      const retryAfterMs = readRetryAfter(failure.headers?.['retry-after'], now);
      return { kind: 'later', reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    }
  }
}

/** `Retry-After`: seconds, or a date. The client library takes the seconds for milliseconds. */
export function readRetryAfter(
  value: string | readonly string[] | undefined,
  now: Millis,
): Millis | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** 1.x says `{"error"}`, 2.x `{"message"}`, 3 `{"error","data"}`; a proxy says anything. */
export function readErrorText(body: string): string {
  const json = parseJson(body);
  const text = json?.['error'] ?? json?.['message'];
  return (typeof text === 'string' ? text : body).trim();
}

function countInvalid(body: string, text: string): number | undefined {
  const data = parseJson(body)?.['data'];
  if (Array.isArray(data)) return data.length;
  const dropped = Number(/\bdropped=(\d+)/.exec(text)?.[1] ?? 0);
  const unparsed = text.match(/unable to parse/g)?.length ?? 0;
  const count = dropped + unparsed;
  return count === 0 ? undefined : count;
}

function parseJson(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function describeFailure(error: unknown): string {
  const message = messageOf(error);
  const code = errorCodeOf(error);
  return code === undefined || message.includes(code) ? message : `${code}: ${message}`;
}
