/** An HTTP server on loopback and the target to invoke it, for tests of load engines. */
import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InvocationTarget } from '../../harness/contract/target.ts';

export interface AnsweringServer {
  readonly target: InvocationTarget;
  /** Requests that came in full. */
  readonly received: { readonly method: string; readonly path: string; readonly body: string }[];
  close(): void;
}

export async function startAnsweringServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<AnsweringServer> {
  const received: AnsweringServer['received'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ method: request.method ?? '', path: request.url ?? '', body });
      answer(request, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    target: {
      origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      path: '/run?a=1',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"a":"é"}',
      dialect: 'plain',
      timeoutMs: 5000,
    },
    received,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Answers as a function with the probe does: every third on a new instance. */
export function createProbedAnswers(): (request: IncomingMessage, response: ServerResponse) => void {
  let count = 0;
  return (_, response) => {
    const at = count++;
    const probe = {
      instance: `i-${Math.floor(at / 3)}`,
      invocation: (at % 3) + 1,
      initDurationMs: 80.5,
      handlerDurationMs: 1.25,
    };
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ probe, output: { total: 3 } }));
  };
}
