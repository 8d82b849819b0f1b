/** The live page of a run, in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { FaasmarkError } from '../../contract/errors.ts';
import { compiledModule } from '../../contract/package-root.ts';

export interface LivePage {
  readonly url: string;
  /** Lets it show the end of the run, and waits for that. */
  close(): Promise<void>;
}

/**
 * @param directory - of a run that is about to begin.
 * @param port - 0: any that is free.
 * @throws FaasmarkError `PORT_TAKEN`.
 */
export async function startLivePage(directory: string, port: number): Promise<LivePage> {
  const entry = fileURLToPath(compiledModule(import.meta.url, './live-process.ts'));
  const child = spawn(process.execPath, [entry, directory, String(port)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  const ended = once(child, 'close');
  const address = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
  const [url] = await Promise.race([address, ended.then(() => [undefined])]);
  if (url === undefined) {
    throw new FaasmarkError(
      'PORT_TAKEN',
      `the live page cannot be served at port ${port}: ${complaint.trim()}`,
      {
        hint: 'Give another with --live-port, or 0 for any that is free.',
      },
    );
  }
  // The run must not be held up by a page.
  child.unref();
  return {
    url,
    async close() {
      child.ref();
      child.stdin.on('error', () => undefined).end();
      await ended;
      if (complaint !== '') process.stderr.write(`! the live page ended early: ${complaint}`);
    },
  };
}
