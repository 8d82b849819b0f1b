/** Why the platform cannot start, or cannot keep what it is given; recognised by its code. */

export type PlatformErrorCode =
  /** Another program listens at the port. */
  | 'EADDRINUSE'
  /** Asked to listen off loopback without a token. */
  | 'TOKEN_REQUIRED'
  /** The default level of isolation is none that this machine can run. */
  | 'LEVEL_UNAVAILABLE'
  /** What is declared to go wrong cannot be read; a line for every problem. */
  | 'FAULTS_INVALID'
  /** An option has no sensible meaning. */
  | 'INVALID_OPTION'
  /** Another platform has the data folder. */
  | 'DATA_FOLDER_IN_USE'
  /** A newer platform has written the data folder. */
  | 'DATA_FOLDER_NEWER'
  /** What is in the data folder is not what was written. */
  | 'DATA_FOLDER_DAMAGED'
  /** The data folder cannot be made, read or written, or is for something else. */
  | 'DATA_FOLDER_UNUSABLE'
  /** A platform that runs cannot write a change into its data folder. */
  | 'DATA_NOT_WRITTEN';

export class PlatformError extends Error {
  readonly code: PlatformErrorCode;

  constructor(code: PlatformErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PlatformError';
    this.code = code;
  }
}
