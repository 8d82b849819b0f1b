/** Who may talk to the platform: whoever has its token; without one, programs on this machine, but no web page. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

export type AccessDecision =
  { readonly isAllowed: true } | { readonly isAllowed: false; readonly reason: string };

const allowed: AccessDecision = { isAllowed: true };

export function isLoopback(host: string): boolean {
  return /^(.+\.)?localhost$/.test(host) || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/**
 * @param token - must come with every request, as `Authorization: Bearer` or `x-faasmark-token`; undefined for a
 *   platform on loopback that demands none.
 */
export function createAccessCheck(
  token: string | undefined,
): (headers: IncomingHttpHeaders) => AccessDecision {
  return token === undefined ? checkLocal : createTokenCheck(token);
}

function createTokenCheck(token: string): (headers: IncomingHttpHeaders) => AccessDecision {
  const expected = digest(token);
  return (headers) => {
    const given = headers['x-faasmark-token'] ?? /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
    if (typeof given !== 'string')
      return { isAllowed: false, reason: 'the token is missing: send x-faasmark-token' };
    return timingSafeEqual(digest(given), expected)
      ? allowed
      : { isAllowed: false, reason: 'the token is wrong' };
  };
}

/** Creating a function is running a program: no page in a browser may, by its own name or by a rebound one. */
function checkLocal(headers: IncomingHttpHeaders): AccessDecision {
  if (headers.origin !== undefined)
    return { isAllowed: false, reason: 'web pages need a platform with a token' };
  const host = (headers.host ?? 'localhost').replace(/:\d+$/, '').replaceAll(/[[\]]/g, '');
  return isLoopback(host) ? allowed : { isAllowed: false, reason: `the host ${host} is not this machine` };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
