/** Reads a request of the plain route that came whole, in one piece, as nearly all of them do. */
import type { IncomingHttpHeaders } from 'node:http';
import { plainPrefix } from './plain-invocation.ts';

export interface PlainRequest {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const begin = `POST ${plainPrefix}`;
const end = Buffer.from('\r\n\r\n');
/** Headers that change how a request is to be read or answered: node:http knows them all. */
const notSimple =
  /\r\n(?:transfer-encoding|expect|connection|upgrade|trailer|te|content-encoding):(?! *keep-alive\r\n)/i;

/** @returns undefined when it is anything else: a part, more than one, another path, or not simple. */
export function readPlainRequest(bytes: Buffer): PlainRequest | undefined {
  // `P` first: the cheapest question answers most.
  if (bytes[0] !== 0x50) return undefined;
  const headBytes = bytes.indexOf(end);
  if (headBytes === -1) return undefined;
  const head = `${bytes.toString('latin1', 0, headBytes)}\r\n`;
  if (!head.startsWith(begin) || notSimple.test(head)) return undefined;
  const lineEnd = head.indexOf('\r\n');
  const urlEnd = head.indexOf(' ', begin.length);
  if (head.slice(urlEnd, lineEnd) !== ' HTTP/1.1') return undefined;
  const headers = readHeaders(head, lineEnd + 2);
  const bodyStart = headBytes + end.length;
  const { 'content-length': length = '0' } = headers ?? {};
  if (headers === undefined || !/^\d{1,8}$/.test(length)) return undefined;
  if (bytes.length !== bodyStart + Number(length)) return undefined;
  return { url: head.slice('POST '.length, urlEnd), headers, body: bytes.subarray(bodyStart) };
}

/** Undefined where a line is no plain header, or one comes twice. */
function readHeaders(head: string, from: number): IncomingHttpHeaders | undefined {
  const headers: Record<string, string> = {};
  for (let start = from; start < head.length;) {
    const colon = head.indexOf(':', start);
    const lineEnd = head.indexOf('\r\n', start);
    if (colon <= start || colon > lineEnd) return undefined;
    const name = head.slice(start, colon).toLowerCase();
    if (name in headers || !/^[a-z0-9-]+$/.test(name)) return undefined;
    headers[name] = head.slice(colon + 1, lineEnd).trim();
    start = lineEnd + 2;
  }
  return headers;
}
