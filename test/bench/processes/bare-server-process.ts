/** The least that Node.js can do with an HTTP request: read its body and answer. What the platform is held against. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { endWithParent } from './end-with-parent.ts';

const body = Buffer.from(process.argv[2] ?? '');

const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
});
endWithParent();
