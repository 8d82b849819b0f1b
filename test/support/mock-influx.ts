/** An InfluxDB that misbehaves as it is told: each write is answered by the next rule, the last one for ever. */
import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** Gets the lines of one write; answers, or does not. */
export type WriteRule = (lines: readonly string[], answer: ServerResponse, request: IncomingMessage) => void;

export interface MockInflux {
  readonly url: string;
  /** Every line that was answered with 204, by how often. */
  readonly stored: Map<string, number>;
  /** The lines of each write, in the order of arrival. */
  readonly writes: (readonly string[])[];
  /** Every request. */
  readonly requests: { readonly method: string; readonly url: string; readonly authorization: string }[];
  close(): Promise<void>;
}

export async function startMockInflux(
  rules: (stored: Map<string, number>) => WriteRule[],
  version = '1.6.7',
): Promise<MockInflux> {
  const stored = new Map<string, number>();
  const writes: (readonly string[])[] = [];
  const requests: MockInflux['requests'] = [];
  const remaining = rules(stored);
  const server = createServer((request, answer) => {
    const { method = '', url = '', headers } = request;
    requests.push({ method, url, authorization: headers.authorization ?? '' });
    if (!/^(\/api\/v2)?\/write/.test(url)) {
      answer.writeHead(url === '/ping' ? 204 : 200, { 'x-influxdb-version': version }).end();
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      const lines = text.toString().split('\n');
      writes.push(lines);
      const rule = remaining.length > 1 ? remaining.shift() : remaining[0];
      rule?.(lines, answer, request);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stored,
    writes,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const store =
  (stored: Map<string, number>): WriteRule =>
  (lines, answer) => {
    for (const line of lines) stored.set(line, (stored.get(line) ?? 0) + 1);
    answer.writeHead(204).end();
  };

export const status =
  (code: number, body = '', headers: Record<string, string> = {}): WriteRule =>
  (_, answer) => {
    answer.writeHead(code, headers).end(body);
  };

/** As 1.x does: what is wrong is left out, the rest is stored, the answer is 400. */
export const partial =
  (stored: Map<string, number>, isWrong: (line: string) => boolean): WriteRule =>
  (lines, answer) => {
    const wrong = lines.filter(isWrong);
    for (const line of lines) if (!wrong.includes(line)) stored.set(line, (stored.get(line) ?? 0) + 1);
    if (wrong.length === 0) answer.writeHead(204).end();
    else
      answer
        .writeHead(400, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: `partial write: field type conflict dropped=${wrong.length}` }));
  };
