/** A target's request head in the words of HTTP/2. */
import type { OutgoingHttpHeaders } from 'node:http2';
import type { InvocationTarget } from '../../contract/target.ts';
import { parseOrigin } from './origin.ts';
import { assertHeader, assertPath, ownHeaders } from './request-rules.ts';

/** @throws FaasmarkError `SCENARIO_INVALID` */
export function toHttp2Headers(
  target: InvocationTarget,
  headers: Readonly<Record<string, string>>,
): OutgoingHttpHeaders {
  assertPath(target.path);
  const { isSecure, authority } = parseOrigin(target.origin);
  const given: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    assertHeader(name, value);
    if (!ownHeaders.has(name.toLowerCase())) given[name.toLowerCase()] = value;
  }
  const { host = authority, ...others } = given;
  return {
    ':method': target.method,
    ':scheme': isSecure ? 'https' : 'http',
    ':path': target.path,
    ':authority': host,
    ...others,
    ...(target.method === 'POST' ? { 'content-length': Buffer.byteLength(target.body) } : {}),
  };
}
