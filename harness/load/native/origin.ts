/** What an origin says about how to connect. */
import { isIP } from 'node:net';
import { FaasmarkError } from '../../contract/errors.ts';

export type Origin =
  | {
      readonly kind: 'tcp';
      readonly isSecure: boolean;
      /** A name or an address; IPv6 without brackets. */
      readonly host: string;
      readonly port: number;
      /** What the `Host` header says. */
      readonly authority: string;
      /** The name that the server's certificate is asked for; undefined for an address (RFC 6066, 3). */
      readonly serverName: string | undefined;
    }
  | { readonly kind: 'unix'; readonly isSecure: false; readonly path: string; readonly authority: string };

const unixPrefix = 'http+unix://';

/**
 * Reads `http://host:port`, `https://host:port` or `http+unix:///path/of/the.sock`: what follows the two slashes is
 * the socket's path as it is, nothing is decoded, and `Host` is `localhost`.
 *
 * @throws FaasmarkError `SCENARIO_INVALID`.
 */
export function parseOrigin(origin: string): Origin {
  if (origin.startsWith(unixPrefix)) {
    const path = origin.slice(unixPrefix.length);
    if (!path.startsWith('/')) throw invalidOrigin(origin);
    return { kind: 'unix', isSecure: false, path, authority: 'localhost' };
  }
  if (!URL.canParse(origin)) throw invalidOrigin(origin);
  const { protocol, hostname, port, host, pathname, search, username } = new URL(origin);
  const isSecure = protocol === 'https:';
  if (!isSecure && protocol !== 'http:') throw invalidOrigin(origin);
  if (pathname !== '/' || search !== '' || username !== '') throw invalidOrigin(origin);
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return {
    kind: 'tcp',
    isSecure,
    host: bare,
    port: port === '' ? (isSecure ? 443 : 80) : Number(port),
    authority: host,
    serverName: isIP(bare) === 0 ? bare : undefined,
  };
}

function invalidOrigin(origin: string): FaasmarkError {
  return new FaasmarkError('SCENARIO_INVALID', `origin ${origin}`, {
    hint: 'Write http://host:port, https://host:port or http+unix:///path/of/the.sock.',
  });
}
