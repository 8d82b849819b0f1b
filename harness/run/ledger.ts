/** The ledger: a server of the run's own that functions write to, so that what ran is known whatever becomes of them. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../contract/clock.ts';
import type { LedgerEntry } from '../contract/ledger-entry.ts';

export interface Ledger {
  readonly url: string;
  entries(): readonly LedgerEntry[];
  close(): void;
}

const mostBytes = 10_000;

/** Listens on the loopback interface: it can be reached from functions on this machine. */
export async function openLedger(clock: Clock): Promise<Ledger> {
  const entries: LedgerEntry[] = [];
  const server = createServer((request, response) => {
    const at = clock.now();
    let text = '';
    request.on('data', (chunk: Buffer) => {
      if (text.length < mostBytes) text += chunk.toString('utf8');
    });
    request.on('end', () => {
      const entry = parseEntry(text);
      if (entry !== undefined) entries.push({ ...entry, at });
      response.writeHead(entry === undefined ? 400 : 204).end();
    });
  });
  // It does not keep a run alive that is over.
  server.unref();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    entries: () => entries,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function parseEntry(text: string): Omit<LedgerEntry, 'at'> | undefined {
  try {
    const { requestId, instance, what } = JSON.parse(text) as Record<string, unknown>;
    if (typeof requestId !== 'string' || typeof instance !== 'string') return undefined;
    return what === 'begins' || what === 'ends' ? { requestId, instance, what } : undefined;
  } catch {
    return undefined;
  }
}
