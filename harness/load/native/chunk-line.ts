/** The line that starts a chunk: its size in hexadecimal digits, perhaps with extensions, which mean nothing to us. */
import { crCode, lfCode, semicolonCode } from './header-bytes.ts';
import { WireError } from './wire-error.ts';

/** `;name`, `;name=token` and `;name="quoted"`, as often as one likes (RFC 9112, 7.1.1, without the optional space). */
const extensions =
  /^(?:;[!#$%&'*+\-.^_`|~\w]+(?:=(?:[!#$%&'*+\-.^_`|~\w]+|"(?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t \x21-\x7e\x80-\xff])*"))?)+$/;

/** No honest extension is longer; without a limit each chunk could bring another 64 KiB of nothing. */
const maxLineBytes = 4096;

/** 2^52: what is longer cannot be counted exactly, and leading zeros beyond it serve nobody. */
const maxSizeDigits = 13;

/**
 * @param progress - `progress.at` is moved past the line when it is complete.
 * @returns the size; -1 when the line is not complete.
 * @throws WireError
 */
export function readChunkLine(bytes: Buffer, end: number, progress: { at: number }): number {
  const line = progress.at;
  let at = line;
  let size = 0;
  while (at < end) {
    const digit = hexDigit(bytes[at] as number);
    if (digit === -1) break;
    if (at - line === maxSizeDigits) throw badLine(bytes, line, end);
    size = size * 16 + digit;
    at++;
  }
  if (at < end && at === line) throw badLine(bytes, line, end);
  if (at < end && bytes[at] === semicolonCode) at = skipExtensions(bytes, line, at, end);
  if (at + 1 >= end) {
    if (at < end && bytes[at] !== crCode) throw badLine(bytes, line, end);
    return -1;
  }
  if (bytes[at] !== crCode || bytes[at + 1] !== lfCode) throw badLine(bytes, line, end);
  progress.at = at + 2;
  return size;
}

/** @returns where the line ends; `end` when it is not complete. */
function skipExtensions(bytes: Buffer, line: number, from: number, end: number): number {
  const lineFeed = bytes.subarray(from, end).indexOf(lfCode);
  const length = lineFeed === -1 ? end - line : from + lineFeed + 1 - line;
  if (length > maxLineBytes) throw new WireError('HPE_CHUNK', `chunk line over ${maxLineBytes} bytes`);
  if (lineFeed === -1) return end;
  const lineEnd = from + lineFeed - 1;
  if (!extensions.test(bytes.toString('latin1', from, lineEnd))) throw badLine(bytes, line, end);
  return lineEnd;
}

function hexDigit(char: number): number {
  if (char >= 48 && char <= 57) return char - 48;
  // Sets the bit that tells lower case from upper.
  const lower = char | 0x20;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

function badLine(bytes: Buffer, line: number, end: number): WireError {
  return new WireError(
    'HPE_CHUNK',
    `chunk line ${JSON.stringify(bytes.toString('latin1', line, Math.min(end, line + 60)))}`,
  );
}
