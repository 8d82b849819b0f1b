/** Reads a request of the plain route that came whole, in one piece, as nearly all of them do. */
import type { AccessHeaders } from './access.ts';
import { plainPrefix } from './plain-invocation.ts';

export interface PlainRequest {
  readonly url: string;
  readonly headers: AccessHeaders;
  readonly body: Buffer;
}

const begin = `POST ${plainPrefix}`;
const end = Buffer.from('\r\n\r\n');
/** Headers that change how a request is to be read or answered: node:http knows them all. */
const notSimple =
  /\r\n(?:transfer-encoding|expect|connection|upgrade|trailer|te|content-encoding):(?! *keep-alive\r\n)/i;
/** A header as it may be written; anything else is for node:http to judge. */
const wellFormed = /^(?:[a-z0-9-]+:[^\r\n]*\r\n)*$/i;

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
  const fields = readFields(head, lineEnd + 2);
  if (fields === undefined || !/^\d{1,8}$/.test(fields.length)) return undefined;
  const bodyStart = headBytes + end.length;
  if (bytes.length !== bodyStart + Number(fields.length)) return undefined;
  return { url: head.slice('POST '.length, urlEnd), headers: fields, body: bytes.subarray(bodyStart) };
}

/** All requests have the same shape, whatever headers they bring: to read them stays cheap. */
interface Fields {
  length: string;
  host: string | undefined;
  origin: string | undefined;
  authorization: string | undefined;
  'x-faasmark-token': string | undefined;
}

type FieldName = keyof Fields;

const wanted: ReadonlyMap<string, FieldName> = new Map<string, FieldName>([
  ['content-length', 'length'],
  ['host', 'host'],
  ['origin', 'origin'],
  ['authorization', 'authorization'],
  ['x-faasmark-token', 'x-faasmark-token'],
]);

/** Undefined where a line is no plain header, or one of those that count comes twice. */
function readFields(head: string, from: number): Fields | undefined {
  if (!wellFormed.test(head.slice(from))) return undefined;
  const fields: Fields = {
    length: '',
    host: undefined,
    origin: undefined,
    authorization: undefined,
    'x-faasmark-token': undefined,
  };
  for (let start = from; start < head.length;) {
    const colon = head.indexOf(':', start);
    const lineEnd = head.indexOf('\r\n', start);
    const name = wanted.get(head.slice(start, colon).toLowerCase());
    if (name !== undefined) {
      // Empty for a length that has not come.
      if (fields[name]) return undefined;
      fields[name] = head.slice(colon + 1, lineEnd).trim();
    }
    start = lineEnd + 2;
  }
  if (fields.length === '') fields.length = '0';
  return fields;
}
