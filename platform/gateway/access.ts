/** Who may talk to the platform: whoever has its token; without one, programs on this machine, but no web page. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';

/** What access is decided by: the headers of a request, of whatever server. */
export interface AccessHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly authorization?: string | undefined;
  readonly 'x-faasmark-token'?: string | string[] | undefined;
}

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
export function createAccessCheck(token: string | undefined): (headers: AccessHeaders) => AccessDecision {
  return token === undefined ? checkLocal : createTokenCheck(token);
}

function createTokenCheck(token: string): (headers: AccessHeaders) => AccessDecision {
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
function checkLocal(headers: AccessHeaders): AccessDecision {
  if (headers.origin !== undefined)
    return { isAllowed: false, reason: 'web pages need a platform with a token' };
  const host = (headers.host ?? 'localhost').replace(/:\d+$/, '').replaceAll(/[[\]]/g, '');
  return isLoopback(host) ? allowed : { isAllowed: false, reason: `the host ${host} is not this machine` };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
