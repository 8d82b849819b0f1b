/** How long a program takes from the decision to start it to the first byte of what it prints. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Command } from '../pinning.ts';
import { isAnswer } from './hello.ts';

/**
 * Resolves when the program has ended. Its environment is empty, as much of one is read at every start.
 *
 * @throws Error when it prints something else than the function's answer.
 */
export async function timeCommand({ file, args }: Command): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(file, args, { env: {}, stdio: ['ignore', 'pipe', 'inherit'] });
  let tookMs = Number.NaN;
  let printed = '';
  child.stdout.once('data', () => (tookMs = performance.now() - startedAt));
  child.stdout.on('data', (text: Buffer) => (printed += text.toString()));
  await once(child, 'close');
  if (!isAnswer(printed)) throw new Error(`${file} printed ${printed === '' ? 'nothing' : printed}`);
  return tookMs;
}
