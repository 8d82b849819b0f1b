/**
 * Reads the head of an answer line by line: status, and the three header fields that say where the body ends and
 * what becomes of the connection. All other fields are checked and left alone as bytes.
 */
import type { FieldIndex } from './field-index.ts';
import {
  colonCode,
  commaCode,
  crCode,
  isNameAt,
  lfCode,
  skipName,
  skipSpace,
  skipValue,
  spaceCode,
  trimSpace,
} from './header-bytes.ts';
import { WireError } from './wire-error.ts';

/** `HTTP/1.` */
const versionStart = [0x48, 0x54, 0x54, 0x50, 0x2f, 0x31, 0x2e] as const;
/** `HTTP/1.x 200` and the two bytes that show what follows. */
const shortestStatusLine = 14;
const zero = 48;

export class ResponseHead {
  /** 0 until the status line was read. */
  status = 0;
  /** -1 when there is none. */
  contentLength = -1;
  isChunked = false;
  isHttp10 = false;
  saysClose = false;
  saysKeepAlive = false;

  clear(): void {
    this.status = 0;
    this.contentLength = -1;
    this.isChunked = false;
    this.isHttp10 = false;
    this.saysClose = false;
    this.saysKeepAlive = false;
  }
}

/**
 * @returns where the line after the status line starts; `at` when the line is not complete.
 * @throws WireError
 */
export function readStatusLine(head: ResponseHead, bytes: Buffer, at: number, end: number): number {
  for (let i = 0; i < versionStart.length && at + i < end; i++) {
    if (bytes[at + i] !== versionStart[i]) throw badStatusLine(bytes, at, end);
  }
  if (at + shortestStatusLine > end) {
    // A line shorter than the shortest will never be one.
    if (bytes.subarray(at, end).includes(lfCode)) throw badStatusLine(bytes, at, end);
    return at;
  }
  const minor = (bytes[at + 7] as number) - zero;
  const hundreds = (bytes[at + 9] as number) - zero;
  const tens = (bytes[at + 10] as number) - zero;
  const ones = (bytes[at + 11] as number) - zero;
  const isStatus = hundreds >= 1 && hundreds <= 9 && tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9;
  if ((minor !== 0 && minor !== 1) || bytes[at + 8] !== spaceCode || !isStatus) {
    throw badStatusLine(bytes, at, end);
  }
  const afterStatus = at + 12;
  if (bytes[afterStatus] !== spaceCode && bytes[afterStatus] !== crCode) throw badStatusLine(bytes, at, end);
  const lineEnd = skipValue(bytes, afterStatus, end);
  if (lineEnd + 1 >= end && (lineEnd >= end || bytes[lineEnd] === crCode)) return at;
  if (bytes[lineEnd] !== crCode || bytes[lineEnd + 1] !== lfCode) throw badStatusLine(bytes, at, end);
  head.isHttp10 = minor === 0;
  head.status = hundreds * 100 + tens * 10 + ones;
  return lineEnd + 2;
}

/**
 * Reads header lines from `at` on.
 *
 * @param head - undefined for trailers, in which nothing counts.
 * @param progress - `progress.at` is moved past every complete line, so that a later call goes on from there.
 * @returns whether the empty line at the end was reached; `progress.at` is then after it.
 * @throws WireError
 */
export function readFields(
  head: ResponseHead | undefined,
  fields: FieldIndex | undefined,
  bytes: Buffer,
  end: number,
  progress: { at: number },
): boolean {
  let line = progress.at;
  for (;;) {
    const colon = skipName(bytes, line, end);
    if (colon === line && line < end && bytes[line] === crCode) {
      if (line + 1 >= end) break;
      if (bytes[line + 1] !== lfCode) throw badField(bytes, line, end);
      progress.at = line + 2;
      return true;
    }
    if (colon >= end) break;
    if (bytes[colon] !== colonCode || colon === line) throw badField(bytes, line, end);
    const lineEnd = skipValue(bytes, colon + 1, end);
    if (lineEnd >= end) break;
    if (bytes[lineEnd] !== crCode) throw badField(bytes, line, end);
    if (lineEnd + 1 >= end) break;
    if (bytes[lineEnd + 1] !== lfCode) throw badField(bytes, line, end);
    fields?.add(line, colon, lineEnd);
    noteField(head, bytes, line, colon, lineEnd);
    line = lineEnd + 2;
  }
  progress.at = line;
  return false;
}

/** The length of a name tells almost all other fields from the three that matter. */
function noteField(
  head: ResponseHead | undefined,
  bytes: Buffer,
  line: number,
  colon: number,
  lineEnd: number,
): void {
  const nameLength = colon - line;
  if (nameLength === 14 && isNameAt(bytes, line, 'content-length')) {
    noteContentLength(head, bytes, colon + 1, lineEnd);
  } else if (nameLength === 17 && isNameAt(bytes, line, 'transfer-encoding')) {
    noteTransferEncoding(head, bytes, colon + 1, lineEnd);
  } else if (nameLength === 10 && head !== undefined && isNameAt(bytes, line, 'connection')) {
    noteConnection(head, bytes, colon + 1, lineEnd);
  }
}

function noteContentLength(
  head: ResponseHead | undefined,
  bytes: Buffer,
  valueStart: number,
  lineEnd: number,
): void {
  const start = skipSpace(bytes, valueStart, lineEnd);
  const end = trimSpacesOnly(bytes, start, lineEnd);
  if (head === undefined) throw new WireError('HPE_CONTENT_LENGTH', 'Content-Length in a trailer');
  // Even the same value twice means that two parties have written it.
  if (head.contentLength !== -1) throw new WireError('HPE_CONTENT_LENGTH', 'Content-Length twice');
  if (head.isChunked) throw lengthAndEncoding();
  let length = 0;
  for (let i = start; i < end; i++) {
    const digit = (bytes[i] as number) - zero;
    if (digit < 0 || digit > 9) throw badLength(bytes, start, end);
    length = length * 10 + digit;
  }
  if (start === end || length > Number.MAX_SAFE_INTEGER) throw badLength(bytes, start, end);
  head.contentLength = length;
}

function noteTransferEncoding(
  head: ResponseHead | undefined,
  bytes: Buffer,
  valueStart: number,
  lineEnd: number,
): void {
  const start = skipSpace(bytes, valueStart, lineEnd);
  const end = trimSpacesOnly(bytes, start, lineEnd);
  if (head === undefined) throw new WireError('HPE_TRANSFER_ENCODING', 'Transfer-Encoding in a trailer');
  if (head.isChunked) throw new WireError('HPE_TRANSFER_ENCODING', 'Transfer-Encoding twice');
  if (head.contentLength !== -1) throw lengthAndEncoding();
  // HTTP/1.0 does not know it: the framing of such an answer cannot be relied upon (RFC 9112, 6.1).
  if (head.isHttp10) throw new WireError('HPE_TRANSFER_ENCODING', 'Transfer-Encoding in HTTP/1.0');
  // No other coding was asked for.
  if (end - start !== 7 || !isNameAt(bytes, start, 'chunked')) {
    throw new WireError('HPE_TRANSFER_ENCODING', `Transfer-Encoding ${excerpt(bytes, start, end)}`);
  }
  head.isChunked = true;
}

function noteConnection(head: ResponseHead, bytes: Buffer, valueStart: number, lineEnd: number): void {
  let at = valueStart;
  while (at < lineEnd) {
    let comma = at;
    while (comma < lineEnd && bytes[comma] !== commaCode) comma++;
    const start = skipSpace(bytes, at, comma);
    const length = trimSpace(bytes, start, comma) - start;
    if (length === 5 && isNameAt(bytes, start, 'close')) head.saysClose = true;
    else if (length === 10 && isNameAt(bytes, start, 'keep-alive')) head.saysKeepAlive = true;
    at = comma + 1;
  }
}

/** Parsers differ about a tab after a value. Where it decides on the framing, a difference is how answers are smuggled. */
function trimSpacesOnly(bytes: Buffer, start: number, lineEnd: number): number {
  let end = lineEnd;
  while (end > start && bytes[end - 1] === spaceCode) end--;
  return end;
}

function excerpt(bytes: Buffer, start: number, end: number): string {
  return JSON.stringify(bytes.toString('latin1', start, Math.min(end, start + 60)));
}

function badStatusLine(bytes: Buffer, at: number, end: number): WireError {
  return new WireError('HPE_STATUS_LINE', `status line ${excerpt(bytes, at, end)}`);
}

function badField(bytes: Buffer, line: number, end: number): WireError {
  return new WireError('HPE_HEADER', `header ${excerpt(bytes, line, end)}`);
}

function badLength(bytes: Buffer, start: number, end: number): WireError {
  return new WireError('HPE_CONTENT_LENGTH', `Content-Length ${excerpt(bytes, start, end)}`);
}

function lengthAndEncoding(): WireError {
  return new WireError('HPE_CONTENT_LENGTH', 'Content-Length beside Transfer-Encoding');
}
