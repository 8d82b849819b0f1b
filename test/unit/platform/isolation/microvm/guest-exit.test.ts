import { describe, expect, it } from '@jest/globals';
import { readAgentExit, toShellExit } from '../../../../../platform/isolation/microvm/guest-exit.ts';

describe('the end of a runtime in a guest', () => {
  it.each([
    { kind: 'exited', status: 3 },
    { kind: 'signalled', signal: 'SIGSEGV' },
    { kind: 'outOfMemory' },
    { kind: 'notStarted', code: 'ENOENT', message: 'no such file' },
  ])('is taken from its agent: $kind', (exit) => {
    expect(readAgentExit(JSON.stringify(exit))).toEqual(exit);
  });

  it.each([
    '{"kind":"other"}',
    '{"kind":"exited"}',
    '{"kind":"signalled","signal":"SIGNONE"}',
    '{}',
    'nonsense',
  ])('is not taken from whoever says %s', (json) => {
    expect(() => readAgentExit(json)).toThrow();
  });

  it('without a word of the agent is what the shell saw', () => {
    expect(toShellExit(1, false)).toEqual({ kind: 'exited', status: 1 });
    expect(toShellExit(137, false)).toEqual({ kind: 'signalled', signal: 'SIGKILL' });
    expect(toShellExit(137, true)).toEqual({ kind: 'outOfMemory' });
  });
});
