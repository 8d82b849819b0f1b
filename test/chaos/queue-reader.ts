/** Whoever reads a queue while the platform lives and dies: messages that nobody takes would fill its memory and its disk. */
import { readQueue } from './deployment.ts';
import type { Lives } from './lives.ts';
import { sleep } from './sleep.ts';

export interface QueueReader {
  /** Reads what is left. @returns ids of all events that the queue was told of. */
  finish(): Promise<ReadonlySet<string>>;
}

const everyMs = 2000;

/** @param queue - its path. */
export function startReading(lives: Lives, queue: string): QueueReader {
  const ids = new Set<string>();
  const ending = new AbortController();
  const reading = read();

  async function read(): Promise<void> {
    while (!ending.signal.aborted) {
      const endpoint = lives.endpoint();
      // It may be killed meanwhile, or have no room to note what was taken: the messages come again.
      if (endpoint !== undefined) await readQueue(endpoint, queue, ids).catch(() => undefined);
      await sleep(everyMs);
    }
  }

  return {
    async finish() {
      ending.abort();
      await reading;
      while ((await readQueue(lives.endpoint() ?? '', queue, ids)) > 0) await sleep(everyMs);
      return ids;
    },
  };
}
