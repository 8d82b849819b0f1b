import { describe, expect, it } from '@jest/globals';
import {
  createFrameReader,
  type Frame,
  frameType,
  toFileFrames,
  toFrame,
} from '../../../../../platform/isolation/microvm/frames.ts';

function read(chunks: readonly Buffer[]): Frame[] {
  const frames: Frame[] = [];
  const reader = createFrameReader((frame) => frames.push(frame));
  for (const chunk of chunks) reader(chunk);
  return frames;
}

const stream = Buffer.concat([
  toFrame(frameType.open, 7, Buffer.alloc(0)),
  toFrame(frameType.data, 7, Buffer.from('GET /')),
]);

describe('the frames of a guest', () => {
  it.each([1, 2, 9, 100])('are read from pieces of %d bytes', (size) => {
    const pieces = Array.from({ length: Math.ceil(stream.length / size) }, (_, index) =>
      stream.subarray(index * size, (index + 1) * size),
    );
    expect(read(pieces)).toEqual([
      { type: frameType.open, channel: 7, payload: Buffer.alloc(0) },
      { type: frameType.data, channel: 7, payload: Buffer.from('GET /') },
    ]);
  });

  it('are refused when they are longer than any that the agent sends', () => {
    const frame = toFrame(frameType.data, 1, Buffer.alloc(65_537));
    expect(() => read([frame])).toThrow(expect.objectContaining({ message: 'a frame of 65537 bytes' }));
  });

  it('carry a large file in parts, each with its name', () => {
    const frames = [...toFileFrames('lib/ä.js', 0o100_644, Buffer.alloc(600_000, 1))];
    const head = 9 + 2 + Buffer.byteLength('lib/ä.js') + 4;
    expect(frames.map((frame) => frame.length - head)).toEqual([262_144, 262_144, 75_712]);
    expect(frames.every((frame) => frame.toString('utf8', 11, 20) === 'lib/ä.js')).toBe(true);
  });

  it('carry an empty file', () => {
    expect([...toFileFrames('a', 0o100_644, Buffer.alloc(0))]).toHaveLength(1);
  });
});
