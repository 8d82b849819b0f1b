/**
 * Frames of `application/vnd.amazon.eventstream`: lengths and a checksum, headers, a payload, a checksum
 * (smithy.io/2.0/aws/amazon-eventstream.html).
 */
import { crc32 } from 'node:zlib';

export const eventStreamType = 'application/vnd.amazon.eventstream';

/** Type of a header whose value is text. */
const stringType = 7;
const preludeBytes = 8;
const checksumBytes = 4;

/** @param eventType - member of the stream's union that the event is. */
export function toEventFrame(eventType: string, contentType: string, payload: Buffer): Buffer {
  const headers = Buffer.concat([
    toHeader(':event-type', eventType),
    toHeader(':content-type', contentType),
    toHeader(':message-type', 'event'),
  ]);
  const prelude = Buffer.alloc(preludeBytes);
  prelude.writeUInt32BE(preludeBytes + headers.length + payload.length + 2 * checksumBytes, 0);
  prelude.writeUInt32BE(headers.length, checksumBytes);
  const message = Buffer.concat([prelude, toChecksum(prelude), headers, payload]);
  return Buffer.concat([message, toChecksum(message)]);
}

function toHeader(name: string, value: string): Buffer {
  const head = Buffer.from([
    name.length,
    ...Buffer.from(name),
    stringType,
    value.length >> 8,
    value.length & 255,
  ]);
  return Buffer.concat([head, Buffer.from(value)]);
}

function toChecksum(bytes: Buffer): Buffer {
  const checksum = Buffer.alloc(checksumBytes);
  checksum.writeUInt32BE(crc32(bytes));
  return checksum;
}
