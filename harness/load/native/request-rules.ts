/** What a request may consist of, in either protocol. */
import { FaasmarkError } from '../../contract/errors.ts';
import { nameBytes, valueBytes } from './header-bytes.ts';

/** What the client decides by itself and a target cannot: how the body is framed and what becomes of the connection. */
export const ownHeaders: ReadonlySet<string> = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'expect',
]);

/** @throws FaasmarkError `SCENARIO_INVALID` */
export function assertPath(path: string): void {
  if (/^\/[\x21-\x7e]*$/.test(path)) return;
  throw new FaasmarkError('SCENARIO_INVALID', `request path ${JSON.stringify(path)}`, {
    hint: 'A path begins with a slash; spaces and what is not ASCII are written as %20 and the like.',
  });
}

/**
 * Anything else could end the line and write headers, or a whole request, of its own.
 *
 * @throws FaasmarkError `SCENARIO_INVALID`
 */
export function assertHeader(name: string, value: string): void {
  if (name === '' || !hasOnly(name, nameBytes)) {
    throw new FaasmarkError('SCENARIO_INVALID', `header name ${JSON.stringify(name)}`);
  }
  // The value may be a secret: only the name is told.
  if (!hasOnly(value, valueBytes)) throw new FaasmarkError('SCENARIO_INVALID', `value of the header ${name}`);
}

function hasOnly(text: string, allowed: Uint8Array): boolean {
  for (let i = 0; i < text.length; i++) {
    if ((allowed[text.charCodeAt(i)] ?? 0) === 0) return false;
  }
  return true;
}
