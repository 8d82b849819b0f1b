/** Frames on a stream of bytes: type, channel, length, payload; numbers little endian. */

export interface Frame {
  readonly type: number;
  readonly channel: number;
  readonly payload: Buffer;
}

export interface FrameReaderOptions {
  readonly maxPayloadBytes: number;
  onFrame(frame: Frame): void;
  /** Called in place of `onFrame` for one that is larger, once it is past. Default: the reader throws a RangeError. */
  onTooLarge?(type: number, channel: number): void;
}

/** Type, channel, length. */
export const frameHeadBytes = 9;

export function writeFrameHead(into: Buffer, type: number, channel: number, payloadBytes: number): void {
  into[0] = type;
  into.writeUInt32LE(channel, 1);
  into.writeUInt32LE(payloadBytes, 5);
}

export function toFrame(type: number, channel: number, payload: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(frameHeadBytes + payload.length);
  writeFrameHead(frame, type, channel, payload.length);
  payload.copy(frame, frameHeadBytes);
  return frame;
}

/** @returns what takes the bytes of the stream, in whatever pieces. */
export function createFrameReader(options: FrameReaderOptions): (chunk: Buffer) => void {
  /** Of a frame that is not complete: joined when it is, since a large one comes in many. */
  let chunks: Buffer[] = [];
  let pendingBytes = 0;
  let wantedBytes = frameHeadBytes;
  let skipped: { readonly type: number; readonly channel: number; missing: number } | undefined;

  function skip(chunk: Buffer): Buffer {
    if (skipped === undefined) return chunk;
    const { type, channel } = skipped;
    const rest = chunk.subarray(skipped.missing);
    skipped.missing -= chunk.length - rest.length;
    if (skipped.missing > 0) return rest;
    skipped = undefined;
    options.onTooLarge?.(type, channel);
    return rest;
  }

  function beginSkip(type: number, channel: number, missing: number): void {
    if (options.onTooLarge === undefined) throw new RangeError(`a frame of ${missing} bytes`);
    skipped = { type, channel, missing };
  }

  /** @returns what is left: the beginning of a frame. */
  function readFrames(bytes: Buffer): Buffer {
    let rest = bytes;
    while (rest.length >= frameHeadBytes) {
      const [type = 0] = rest;
      const channel = rest.readUInt32LE(1);
      const length = rest.readUInt32LE(5);
      const end = frameHeadBytes + length;
      if (length > options.maxPayloadBytes) {
        beginSkip(type, channel, length);
        rest = skip(rest.subarray(frameHeadBytes));
      } else if (rest.length < end) {
        wantedBytes = end;
        return rest;
      } else {
        options.onFrame({ type, channel, payload: rest.subarray(frameHeadBytes, end) });
        rest = rest.subarray(end);
      }
    }
    wantedBytes = frameHeadBytes;
    return rest;
  }

  return (whole) => {
    const chunk = skip(whole);
    if (chunk.length === 0) return;
    chunks.push(chunk);
    pendingBytes += chunk.length;
    if (pendingBytes < wantedBytes) return;
    const rest = readFrames(chunks.length === 1 ? chunk : Buffer.concat(chunks));
    chunks = rest.length === 0 ? [] : [rest];
    pendingBytes = rest.length;
  };
}
