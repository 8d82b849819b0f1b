/**
 * A target that answers every request at once, in a process of its own: what is measured against it is the generator.
 * Prints its address in its first line and ends with its standard input.
 */
import { createServer } from 'node:net';

const answer = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
const headEnd = Buffer.from('\r\n\r\n');

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => undefined);
  // Requests without a body, and each in one piece: that is all this has to understand.
  socket.on('data', (chunk) => {
    for (let at = chunk.indexOf(headEnd); at !== -1; at = chunk.indexOf(headEnd, at + headEnd.length)) {
      socket.write(answer);
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
process.stdin.once('end', () => process.exit(0)).resume();
