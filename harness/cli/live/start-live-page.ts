/** The live page of a run, in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { FaasmarkError } from '../../contract/errors.ts';
import { compiledModule } from '../../contract/package-root.ts';
import type { FirstWord } from './first-word.ts';

export interface LivePage {
  readonly url: string;
  /** Lets it show the end of the run, and waits for that. */
  close(): Promise<void>;
}

/**
 * @param directory - of a run that is about to begin.
 * @param port - 0: any that is free.
 * @throws FaasmarkError `PORT_TAKEN`, `PAGE_NOT_BUILT`, `USAGE`.
 */
export async function startLivePage(directory: string, port: number): Promise<LivePage> {
  const entry = fileURLToPath(compiledModule(import.meta.url, './live-process.ts'));
  // Should it break, it says so, and the run goes on.
  const child = spawn(process.execPath, [entry, directory, String(port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // It may be gone by itself.
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const word = JSON.parse(line) as FirstWord;
  if ('code' in word) {
    child.stdin.end();
    await ended;
    const { code, message, hint } = word;
    throw new FaasmarkError(code, `--live: ${message}`, hint === undefined ? {} : { hint });
  }
  return {
    url: word.url,
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
