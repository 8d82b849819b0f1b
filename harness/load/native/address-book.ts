/** The addresses of a name, asked for once: no measured connection but the first ones waits for DNS. */
import dns from 'node:dns';
import type { LookupFunction } from 'node:net';

type Heard = (error: NodeJS.ErrnoException | null, addresses: dns.LookupAddress[]) => void;

export interface AddressBook {
  /** For `net.connect`. Several connections that are opened at once wait for the same answer. */
  readonly lookup: LookupFunction;
}

/**
 * @param rotates - offers every connection one address, each in turn; otherwise all of them, in the system's order.
 * @param resolve - default: the system's resolver.
 */
export function createAddressBook(rotates: boolean, resolve: typeof lookupAll = lookupAll): AddressBook {
  let known: dns.LookupAddress[] | undefined;
  let waiting: Heard[] = [];
  let turn = 0;

  const ask = (name: string, heard: Heard): void => {
    if (known !== undefined) return heard(null, known);
    waiting.push(heard);
    if (waiting.length > 1) return;
    resolve(name, (error, addresses) => {
      // A name that cannot be resolved just now is asked for again by the next connection.
      known = error === null ? addresses : undefined;
      const told = waiting;
      waiting = [];
      for (const one of told) one(error, addresses);
    });
  };

  return {
    lookup: (name, options, callback) => {
      ask(name, (error, addresses) => {
        if (error !== null) return callback(error, []);
        const first = rotates ? addresses[turn++ % addresses.length] : addresses[0];
        if (first === undefined) return callback(notFound(name), []);
        if (options.all !== true) callback(null, first.address, first.family);
        else callback(null, rotates ? [first] : addresses);
      });
    },
  };
}

function lookupAll(name: string, heard: Heard): void {
  dns.lookup(name, { all: true }, heard);
}

function notFound(name: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
}
