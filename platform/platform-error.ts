/** Why the platform cannot start, recognised by its code. */

export type PlatformErrorCode =
  /** Another program listens at the port. */
  | 'EADDRINUSE'
  /** Asked to listen off loopback without a token. */
  | 'TOKEN_REQUIRED'
  /** The default level of isolation is none that this machine can run. */
  | 'LEVEL_UNAVAILABLE'
  /** An option has no sensible meaning. */
  | 'INVALID_OPTION';

export class PlatformError extends Error {
  readonly code: PlatformErrorCode;

  constructor(code: PlatformErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PlatformError';
    this.code = code;
  }
}
