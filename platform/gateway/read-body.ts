/** Reads the body of a request, up to a limit. */
import type { IncomingMessage } from 'node:http';

const empty = Buffer.alloc(0);

/**
 * @returns `tooLarge` at once when the body is over the limit; the rest is thrown away, so that the sender can finish
 *   and read the answer. Rejects when the sender goes away.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | 'tooLarge'> {
  if (request.headers['content-length'] === '0') {
    request.resume();
    return Promise.resolve(empty);
  }
  return new Promise((resolve, reject) => {
    let parts: Buffer[] = [];
    let bytes = 0;
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= maxBytes) {
        parts.push(part);
      } else {
        parts = [];
        resolve('tooLarge');
      }
    });
    request.on('end', () => resolve(parts.length === 1 ? (parts[0] ?? empty) : Buffer.concat(parts)));
    request.on('error', reject);
    request.on('close', () => {
      if (!request.complete) reject(new Error('the client went away'));
    });
  });
}
