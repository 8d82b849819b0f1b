import { describe, expect, it } from '@jest/globals';
import { createLogBuffer } from '../../../../platform/instances/log-buffer.ts';

function read(chunks: readonly string[], maxBytes = 10): string {
  const buffer = createLogBuffer(maxBytes);
  for (const chunk of chunks) buffer.write(Buffer.from(chunk));
  return buffer.read().toString();
}

describe('a log buffer', () => {
  it.each([
    ['is empty at first', [], ''],
    ['keeps what fits', ['abc', 'def'], 'abcdef'],
    ['keeps exactly its bound', ['0123456789'], '0123456789'],
    ['keeps the end of what does not fit', ['0123456789', 'abc'], '3456789abc'],
    ['keeps the end of one long piece', ['x'.repeat(1000) + '0123456789'], '0123456789'],
    ['keeps the end of many pieces', Array.from({ length: 500 }, (_, at) => `${at % 10}`), '0123456789'],
  ])('%s', (_, chunks, kept) => {
    expect(read(chunks)).toBe(kept);
  });

  it('begins anew when it is cleared', () => {
    const buffer = createLogBuffer(10);
    buffer.write(Buffer.from('old'));
    buffer.clear();
    buffer.write(Buffer.from('new'));
    expect(buffer.read().toString()).toBe('new');
  });
});
