/** What the frames between host and guest agent say. */
import { toFrame } from '../../frames.ts';

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

/** The agent sends no larger ones: a guest that does is not ours any more. */
export const maxGuestPayloadBytes = 65_536;

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
