/** What a function answers as an HTTP response (docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads). */
import { isRecord } from '../control/read-settings.ts';
import { type HttpHead, toHttpHead } from './http-sink.ts';

export interface HttpAnswer {
  readonly head: HttpHead;
  readonly body: Buffer;
}

/**
 * An object with a `statusCode` is a response; everything else is the body of one, in JSON.
 *
 * @param payload - JSON.
 * @returns undefined when it says that it is a response but is none.
 */
export function toHttpAnswer(payload: Buffer): HttpAnswer | undefined {
  const value = parse(payload);
  if (!isRecord(value) || value['statusCode'] === undefined) {
    return {
      head: { statusCode: 200, headers: { 'content-type': 'application/json' }, cookies: [] },
      body: payload,
    };
  }
  const head = toHttpHead(value, 'application/json');
  return head && { head, body: toBody(value['body'], value['isBase64Encoded'] === true) };
}

function toBody(body: unknown, isBase64: boolean): Buffer {
  if (body === undefined || body === null) return Buffer.alloc(0);
  return typeof body === 'string'
    ? Buffer.from(body, isBase64 ? 'base64' : 'utf8')
    : Buffer.from(JSON.stringify(body));
}

/** Undefined for what is no JSON: a runtime may answer anything. */
function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
}
