/** Talks to QEMU's monitor (qemu.org/docs/master/interop/qmp-spec.html), one command at a time. */
import type { Duplex } from 'node:stream';

export interface QmpClient {
  /** @throws QmpError when QEMU refuses, or has ended. */
  execute(command: string, args?: object): Promise<unknown>;
}

class QmpError extends Error {
  override readonly name = 'QmpError';
  readonly code = 'QMP';
}

interface Message {
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: QmpError) => void;
}

export function createQmpClient(stream: Duplex): QmpClient {
  const waiting: Waiting[] = [];
  let isEnded = false;
  let text = '';

  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (text + chunk).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) answer(JSON.parse(line) as Message);
  });
  stream.on('error', end);
  stream.on('close', end);

  /** What is neither result nor error is a greeting or an event. */
  function answer(message: Message): void {
    if ('return' in message) waiting.shift()?.resolve(message.return);
    else if (message.error !== undefined) waiting.shift()?.reject(new QmpError(message.error.desc));
  }

  function end(): void {
    isEnded = true;
    for (const { reject } of waiting.splice(0)) reject(new QmpError('QEMU has ended'));
  }

  const execute = (command: string, args: object = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (isEnded) return reject(new QmpError('QEMU has ended'));
      waiting.push({ resolve, reject });
      stream.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
    });
  // The monitor takes nothing else before; should it refuse, so will it every other command.
  execute('qmp_capabilities').catch(() => undefined);
  return { execute };
}
