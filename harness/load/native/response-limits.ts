/** How much of an answer is taken before it is refused: a server must not be able to fill our memory. */
import { WireError } from './wire-error.ts';

/** Head of the final answer and of all interim ones together, and trailers again. Node's own limit is 16 KiB. */
export const maxHeadBytes: number = 64 * 1024;

export function headTooLarge(): WireError {
  return new WireError('HPE_HEAD_TOO_LARGE', `a head of more than ${maxHeadBytes} bytes`);
}

export function bodyTooLarge(maxBodyBytes: number): WireError {
  return new WireError('HPE_BODY_TOO_LARGE', `a body of more than ${maxBodyBytes} bytes`);
}
