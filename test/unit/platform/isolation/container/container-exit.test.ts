import { describe, expect, it } from '@jest/globals';
import { toSandboxExit } from '../../../../../platform/isolation/container/container-exit.ts';

describe('the end of a container', () => {
  it.each([
    ['its own status', { status: 3, signal: null, complaint: '' }, { kind: 'exited', status: 3 }],
    [
      'the status of Node.js after an exception, which is no signal',
      { status: 129, signal: null, complaint: '' },
      { kind: 'exited', status: 129 },
    ],
    [
      'a signal inside, which the OCI runtime adds 128 to',
      { status: 139, signal: null, complaint: '' },
      { kind: 'signalled', signal: 'SIGSEGV' },
    ],
    [
      'the end of the OCI runtime itself',
      { status: null, signal: 'SIGKILL', complaint: 'left from before' },
      { kind: 'signalled', signal: 'SIGKILL' },
    ],
    [
      'no start, in the words of the OCI runtime',
      { status: 1, signal: null, complaint: 'executable file not found' },
      { kind: 'notStarted', code: '', message: 'executable file not found' },
    ],
  ])('is told as %s', (_, exit, expected) => {
    expect(toSandboxExit(exit)).toEqual(expected);
  });
});
