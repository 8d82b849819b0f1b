import { expect, it } from '@jest/globals';
import { createFrameReader } from '../../../../../../platform/isolation/container/docker/output-frames.ts';

const toFrame = (stream: number, text: string): Buffer => {
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([head, Buffer.from(text)]);
};

it.each([1, 3, 8, 11, 100])('gives the output of both streams in order, %i bytes at a time', (step) => {
  const bytes = Buffer.concat([
    toFrame(1, 'one '),
    toFrame(2, ''),
    toFrame(2, 'zwölf '),
    toFrame(1, 'three'),
  ]);
  let text = Buffer.alloc(0);
  const read = createFrameReader((chunk) => (text = Buffer.concat([text, chunk])));
  for (let at = 0; at < bytes.length; at += step) read(bytes.subarray(at, at + step));
  expect(text.toString()).toBe('one zwölf three');
});
