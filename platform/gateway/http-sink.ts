/**
 * A streamed answer as an HTTP response: what the function says of status and headers ahead of the body, if it does,
 * then the body (docs.aws.amazon.com/lambda/latest/dg/response-streaming-tutorial.html and the prelude of
 * `awslambda.HttpResponseStream`).
 */
import { isRecord } from '../control/read-settings.ts';
import type { ResponseSink } from '../runtime/response-sink.ts';
import type { WriteChunk } from './response-writer.ts';

/** What an HTTP response begins with. */
export interface HttpHead {
  readonly statusCode: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
}

const integrationType = 'application/vnd.awslambda.http-integration-response';
const preludeEnd = Buffer.alloc(8);
/** Ours: headers of an HTTP response are not larger anywhere. */
const maxPreludeBytes = 64 * 1024;
const badGateway: HttpHead = { statusCode: 502, headers: {}, cookies: [] };

/** @param begin - called once, before the first byte of the body is written. */
export function createHttpSink(begin: (head: HttpHead) => void, write: WriteChunk): ResponseSink {
  /** Undefined once it is read. */
  let prelude: Buffer | undefined;
  let isBroken = false;

  function readPrelude(known: Buffer): Promise<void> | undefined {
    const end = known.indexOf(preludeEnd);
    if (end === -1 && known.length <= maxPreludeBytes) {
      prelude = known;
      return undefined;
    }
    prelude = undefined;
    const head = end === -1 ? undefined : parsePrelude(known.toString('utf8', 0, end));
    isBroken = head === undefined;
    begin(head ?? badGateway);
    const rest = known.subarray(end + preludeEnd.length);
    return isBroken || rest.length === 0 ? undefined : write(rest);
  }

  return {
    begin(contentType) {
      if (contentType === integrationType) prelude = Buffer.alloc(0);
      else begin({ statusCode: 200, headers: { 'content-type': contentType }, cookies: [] });
    },
    write(chunk) {
      if (isBroken) return undefined;
      return prelude === undefined ? write(chunk) : readPrelude(Buffer.concat([prelude, chunk]));
    },
  };
}

/** Undefined when it describes no response. */
function parsePrelude(text: string): HttpHead | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? toHttpHead(value, 'application/octet-stream') : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param value - what a function answers an HTTP request with: `statusCode`, `headers`, `cookies`.
 * @returns undefined when it is no HTTP response.
 */
export function toHttpHead(
  value: Readonly<Record<string, unknown>>,
  defaultContentType: string,
): HttpHead | undefined {
  const statusCode = Number(value['statusCode'] ?? 200);
  const given = value['headers'] ?? {};
  const cookies = value['cookies'] ?? [];
  if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599) return undefined;
  if (!isRecord(given) || !Array.isArray(cookies)) return undefined;
  const headers: Record<string, string> = { 'content-type': defaultContentType };
  for (const [name, text] of Object.entries(given)) {
    if (!isHeader(name, String(text))) return undefined;
    headers[name.toLowerCase()] = String(text);
  }
  // Of the connection, not of the response: they are not the function's to set.
  for (const name of ['connection', 'transfer-encoding', 'content-length', 'trailer']) delete headers[name];
  return cookies.every((cookie) => isHeader('set-cookie', String(cookie)))
    ? { statusCode, headers, cookies: cookies.map(String) }
    : undefined;
}

function isHeader(name: string, value: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9a-zA-Z]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}
