/** What can be wrong with an answer on the wire. Errors of the network keep the code that Node gives them. */
import { errorCodeOf, messageOf } from '../../contract/errors.ts';

const wireErrorCodes = [
  'HPE_STATUS_LINE',
  'HPE_HEADER',
  'HPE_CONTENT_LENGTH',
  'HPE_TRANSFER_ENCODING',
  'HPE_CHUNK',
  'HPE_HEAD_TOO_LARGE',
  'HPE_BODY_TOO_LARGE',
  /** A `1xx` after which no answer can follow. */
  'HPE_INTERIM',
  /** `101 Switching Protocols`, which nobody asked for. */
  'HPE_UPGRADE',
  /** More bytes than the answer has. */
  'HPE_UNSOLICITED_BYTES',
  /** The server closed the connection without a byte of an answer. On a kept connection this can be a race. */
  'HPE_CLOSED_BEFORE_ANSWER',
  'HPE_CLOSED_IN_ANSWER',
  /** HTTP/2 was asked for and the server does not offer it. */
  'HPE_NO_H2',
] as const;
export type WireErrorCode = (typeof wireErrorCodes)[number];

export class WireError extends Error {
  override readonly name = 'WireError';
  readonly code: WireErrorCode;

  constructor(code: WireErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** `CODE: message` of whatever a socket or the parser threw. */
export function describeWireError(error: unknown): string {
  // Node tries several addresses and then throws one error around the others, without a message of its own.
  const inner = typeof error === 'object' && error !== null && 'errors' in error ? error.errors : undefined;
  const told: unknown = Array.isArray(inner) && messageOf(error) === '' ? inner[0] : error;
  return `${errorCodeOf(told) ?? errorCodeOf(error) ?? 'ERROR'}: ${messageOf(told)}`;
}
