import { describe, expect, it } from '@jest/globals';
import { toFileFrames } from '../../../../../platform/isolation/microvm/frames.ts';

describe('the frames of a guest', () => {
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
