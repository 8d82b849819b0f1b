/** The connections of a guest's runtime, all of them over one stream. */
import { Duplex } from 'node:stream';
import { type Frame, toFrame } from '../../frames.ts';
import { frameType } from './frames.ts';

export interface Channels {
  /** Takes what the guest says of a connection. @throws RangeError for more connections than any runtime makes. */
  take(frame: Frame): void;
}

const mostChannels = 256;

/**
 * @param stream - to and from the guest; it is read no further while a connection's reader holds back.
 * @param onConnection - takes each new connection.
 */
export function createChannels(stream: Duplex, onConnection: (connection: Duplex) => void): Channels {
  const open = new Map<number, Duplex>();

  function begin(channel: number): void {
    if (open.size >= mostChannels) throw new RangeError(`more than ${mostChannels} connections of one guest`);
    const connection = new Duplex({
      read: () => void stream.resume(),
      write: (chunk: Buffer, _encoding, done) =>
        void stream.write(toFrame(frameType.data, channel, chunk), done),
      final: (done) => void stream.write(toFrame(frameType.close, channel, Buffer.alloc(0)), done),
      destroy(error, done) {
        open.delete(channel);
        done(error);
      },
    });
    open.set(channel, connection);
    onConnection(connection);
  }

  return {
    take({ type, channel, payload }) {
      const connection = open.get(channel);
      if (type === frameType.open) begin(channel);
      else if (type === frameType.close) connection?.destroy();
      // A copy: what waits to be read must not hold the whole of what was read with it.
      else if (connection?.push(Buffer.from(payload)) === false) stream.pause();
    },
  };
}
