/** Writes an HTTP message to a socket, for the servers of ours that do without node:http. */
import type { Duplex } from 'node:stream';

/** From here on a second system call is cheaper than copying the body. */
const copiedBytes = 16_384;

/** @param head - all before the body, its empty line included; latin1. */
export function writeMessage(socket: Duplex, head: string, body: Buffer): void {
  if (body.length >= copiedBytes) {
    socket.write(head, 'latin1');
    socket.write(body);
    return;
  }
  // One write, and so one packet. In latin1 a character is a byte.
  const packet = Buffer.allocUnsafe(head.length + body.length);
  body.copy(packet, packet.write(head, 'latin1'));
  socket.write(packet);
}
