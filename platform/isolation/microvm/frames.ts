/** The frames between host and guest agent: type, channel, length, payload; numbers little endian. */

/** As `guest/agent.cts` has them. */
export const frameType = {
  /** To the guest: a file of the function, or a part of one that follows the part before. */
  file: 1,
  /** To the guest: start the runtime. */
  start: 2,
  /** To the host: the runtime has connected to its Runtime API. */
  open: 3,
  /** Either way: bytes of a connection. */
  data: 4,
  /** Either way: a connection has ended. */
  close: 5,
  /** To the host: the runtime has ended. */
  exit: 6,
  /** To the host: the most memory so far; the channel is the figure, in MiB. */
  memory: 7,
  /** To the host: the agent runs. */
  hello: 8,
  /** To the guest: it is a copy, and has a new identity. */
  restored: 9,
  /** To the guest: copies will be made of it; back to the host, when it is ready for that. */
  copying: 10,
} as const;

export type FrameType = (typeof frameType)[keyof typeof frameType];

export interface Frame {
  readonly type: number;
  readonly channel: number;
  readonly payload: Buffer;
}

const headBytes = 9;

/** The agent sends no larger ones: a guest that does is not ours any more. */
const maxPayloadBytes = 65_536;

export function toFrame(type: FrameType, channel: number, payload: Buffer): Buffer {
  const head = Buffer.allocUnsafe(headBytes);
  head.writeUInt8(type, 0);
  head.writeUInt32LE(channel, 1);
  head.writeUInt32LE(payload.length, 5);
  return Buffer.concat([head, payload]);
}

/** @returns what takes the bytes of the stream. It throws a RangeError for a frame that no agent sends. */
export function createFrameReader(onFrame: (frame: Frame) => void): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  return (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    while (pending.length >= headBytes) {
      const length = pending.readUInt32LE(5);
      if (length > maxPayloadBytes) throw new RangeError(`a frame of ${length} bytes`);
      const end = headBytes + length;
      if (pending.length < end) return;
      const payload = pending.subarray(headBytes, end);
      const [type, channel] = [pending.readUInt8(0), pending.readUInt32LE(1)];
      pending = pending.subarray(end);
      onFrame({ type, channel, payload });
    }
  };
}

const filePartBytes = 256 * 1024;

/** @param path - within the function's folder. @param mode - type and permissions, as of `stat`. */
export function* toFileFrames(path: string, mode: number, content: Buffer): Generator<Buffer> {
  const name = Buffer.from(path);
  const head = Buffer.alloc(2 + name.length + 4);
  head.writeUInt16LE(name.length, 0);
  name.copy(head, 2);
  head.writeUInt32LE(mode, 2 + name.length);
  let at = 0;
  do {
    const part = content.subarray(at, at + filePartBytes);
    yield toFrame(frameType.file, 0, Buffer.concat([head, part]));
    at += part.length;
  } while (at < content.length);
}
