/** Why a server of ours could not listen, in the user's words. */
import { FaasmarkError, errorCodeOf, messageOf } from '../contract/errors.ts';

/** Undefined for an error that has nothing to do with the address. */
export function toListenError(error: unknown, host: string, port: number): FaasmarkError | undefined {
  switch (errorCodeOf(error) ?? '') {
    case 'EADDRINUSE':
      return new FaasmarkError('PORT_TAKEN', `the port ${port} on ${host} is taken`, {
        hint: 'Choose another, or 0 for any that is free.',
        cause: error,
      });
    case 'EACCES':
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new FaasmarkError('USAGE', `cannot bind ${host}:${port}: ${messageOf(error)}`, {
        hint: 'Choose an address of this machine, and a port from 1024 up.',
        cause: error,
      });
    default:
      return undefined;
  }
}
