/** A connection that carries lines, `id text`, both ways. */
import { connect } from 'node:net';

export interface LineConnection {
  /** @param text - without a line break. */
  send(id: string, text: string): void;
  close(): void;
}

export interface LineListener {
  onLine(id: string, text: string): void;
  /** Once, by whichever side. */
  onClose(): void;
}

/** @param greeting - the first line. */
export function openLineConnection(
  socketPath: string,
  greeting: string,
  listener: LineListener,
): LineConnection {
  const socket = connect(socketPath);
  let unread: string[] = [];
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const parts = chunk.split('\n');
    for (const part of parts.slice(0, -1)) {
      const line = unread.join('') + part;
      unread = [];
      const space = line.indexOf(' ');
      listener.onLine(line.slice(0, space), line.slice(space + 1));
    }
    unread.push(parts.at(-1) ?? '');
  });
  // The end of the engine is told by its exit.
  socket.on('error', () => undefined);
  socket.once('close', () => listener.onClose());
  socket.write(`${greeting}\n`);
  return {
    send: (id, text) => void socket.write(`${id} ${text}\n`),
    close: () => void socket.destroy(),
  };
}
