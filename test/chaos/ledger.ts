/** What functions did, told by themselves to somebody whom nobody kills: the witness against the platform. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Ledger {
  /** Functions post `/began/{id}` and `/done/{id}` to it. */
  readonly url: string;
  /** How often an invocation was done. */
  doneOf(id: string): number;
  close(): void;
}

export async function openLedger(): Promise<Ledger> {
  const done = new Map<string, number>();
  const server = createServer((request, response) => {
    const [, what, id = ''] = (request.url ?? '').split('/');
    if (what === 'done') done.set(id, (done.get(id) ?? 0) + 1);
    request.resume();
    response.end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    doneOf: (id) => done.get(id) ?? 0,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
