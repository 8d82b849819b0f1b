/** Opens connections to one origin, and remembers what makes the next one cheaper: addresses and the TLS session. */
import net from 'node:net';
import tls from 'node:tls';
import { createAddressBook } from './address-book.ts';
import type { NativeClientOptions } from './client.ts';
import type { Origin } from './origin.ts';

export type EndpointOptions = Pick<NativeClientOptions, 'rotateAddresses' | 'tls'>;

export class Endpoint {
  readonly origin: Origin;
  readonly #rotates: boolean;
  readonly #secureContext: tls.SecureContext | undefined;
  readonly #lookup: net.LookupFunction;
  /** The address that was connected to last; tried alone from then on. */
  #provenAddress: string | undefined;
  #session: Buffer | undefined;

  constructor(origin: Origin, options: EndpointOptions) {
    this.origin = origin;
    this.#rotates = options.rotateAddresses ?? false;
    this.#lookup = createAddressBook(this.#rotates).lookup;
    // Made once: reading the certificates takes longer than a handshake.
    this.#secureContext = origin.isSecure ? tls.createSecureContext(options.tls ?? {}) : undefined;
  }

  /** Begins to connect. The socket tells with `connect`, and with `secureConnect` when the origin is secure. */
  connect(protocols: string[], onread?: net.OnReadOpts): net.Socket {
    const { origin } = this;
    // Half-open where we read ourselves: the end of the server's bytes may be the end of an answer.
    const reading = onread === undefined ? {} : { onread, allowHalfOpen: true };
    const common = { noDelay: true, ...reading };
    if (origin.kind === 'unix') return net.connect({ ...common, path: origin.path });
    const { port, serverName } = origin;
    const host = this.#provenAddress ?? origin.host;
    const address = { ...common, host, port, lookup: this.#lookup };
    if (!origin.isSecure) {
      const socket = net.connect(address);
      return socket.once('connect', () => this.#remember(socket));
    }
    const socket = tls.connect({
      ...address,
      // An empty name sends none. The certificate of a bare address is then checked against the host.
      servername: serverName ?? '',
      ALPNProtocols: protocols,
      ...(this.#secureContext === undefined ? {} : { secureContext: this.#secureContext }),
      ...(this.#session === undefined ? {} : { session: this.#session }),
    });
    // It takes the option from a plain socket only.
    socket.setNoDelay(true);
    socket.on('session', (session) => {
      this.#session = session;
    });
    return socket.once('connect', () => this.#remember(socket));
  }

  #remember(socket: net.Socket): void {
    if (!this.#rotates) this.#provenAddress = socket.remoteAddress;
  }
}
