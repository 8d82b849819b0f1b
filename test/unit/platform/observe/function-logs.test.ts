import { describe, expect, it } from '@jest/globals';
import { createFunctionLogs } from '../../../../platform/observe/function-logs.ts';

function write(...chunks: string[]): string[] {
  const logs = createFunctionLogs(() => 7);
  const writer = logs.createWriter('f', 'i');
  for (const chunk of chunks) writer.write(Buffer.from(chunk));
  return logs.feed.since(0).map(({ item }) => item.text);
}

describe('the log of a function', () => {
  it('has whole lines, however they come in', () => {
    expect(write('a\nb', 'c\n', 'd')).toEqual(['a', 'bc']);
  });

  it('says when and where each was written', () => {
    const logs = createFunctionLogs(() => 7);
    logs.createWriter('f', 'i').write(Buffer.from('x\n'));
    expect(logs.feed.since(0)).toEqual([
      { sequence: 1, item: { atEpochMs: 7, function: 'f', instance: 'i', text: 'x' } },
    ]);
  });

  it('tells a line without an end in parts', () => {
    const [first, ...rest] = write('x'.repeat(5000), 'y'.repeat(5000));
    expect(first).toBe('x'.repeat(4096));
    expect(rest.every((text) => text.length <= 4096)).toBe(true);
  });

  it('remembers the end of a flood', () => {
    const lines = write(`${Array.from({ length: 20_000 }, (_, index) => index).join('\n')}\n`);
    expect(lines).toHaveLength(5000);
    expect(lines.at(-1)).toBe('19999');
  });
});
