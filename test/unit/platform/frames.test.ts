import { describe, expect, it } from '@jest/globals';
import { createFrameReader, type Frame, toFrame } from '../../../platform/frames.ts';
import { fc } from '../../support/property.ts';

const maxPayloadBytes = 40;

function read(pieces: readonly Buffer[]): { readonly frames: Frame[]; readonly tooLarge: number[][] } {
  const frames: Frame[] = [];
  const tooLarge: number[][] = [];
  const take = createFrameReader({
    maxPayloadBytes,
    onFrame: (frame) => frames.push({ ...frame, payload: Buffer.from(frame.payload) }),
    onTooLarge: (type, channel) => tooLarge.push([type, channel]),
  });
  for (const piece of pieces) take(piece);
  return { frames, tooLarge };
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let rest = bytes;
  for (let index = 0; rest.length > 0; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    pieces.push(rest.subarray(0, size));
    rest = rest.subarray(size);
  }
  return pieces;
}

describe('frames', () => {
  it('come out as they were put in, however the stream is cut, those that are too large by name only', () => {
    const anyFrame = fc.record({
      type: fc.nat(255),
      channel: fc.nat(2 ** 32 - 1),
      payload: fc.uint8Array({ maxLength: 2 * maxPayloadBytes }).map((bytes) => Buffer.from(bytes)),
    });
    fc.assert(
      fc.property(
        fc.array(anyFrame),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
        (sent, sizes) => {
          const stream = Buffer.concat(
            sent.map(({ type, channel, payload }) => toFrame(type, channel, payload)),
          );
          const isTooLarge = ({ payload }: Frame): boolean => payload.length > maxPayloadBytes;
          expect(read(cut(stream, sizes))).toEqual({
            frames: sent.filter((frame) => !isTooLarge(frame)),
            tooLarge: sent.filter(isTooLarge).map(({ type, channel }) => [type, channel]),
          });
        },
      ),
    );
  });

  it('that are too large are refused where nobody can do without them', () => {
    const take = createFrameReader({ maxPayloadBytes, onFrame: () => undefined });
    expect(() => take(toFrame(1, 1, Buffer.alloc(41)))).toThrow(new RangeError('a frame of 41 bytes'));
  });
});
