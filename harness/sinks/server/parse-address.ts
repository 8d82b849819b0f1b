/** An address that a run is streamed to. It appears in logs, shell histories and process lists: it must hold no secret. */
import { FaasmarkError } from '../../contract/errors.ts';

const secretParameters = ['u', 'p', 'user', 'username', 'password', 'token'];

/**
 * @param what - is expected at the address: `an InfluxDB`.
 * @param secrets - which environment variables hold them instead, as the end of a sentence.
 * @throws FaasmarkError `USAGE`; no message repeats a credential.
 */
export function parseAddress(value: string, what: string, example: string, secrets: string): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new FaasmarkError('USAGE', `"${value}" is not the address of ${what}`, {
      hint: `Write it as ${example}.`,
    });
  }
  const inQuery = secretParameters.some((name) => url.searchParams.has(name));
  if (url.username !== '' || url.password !== '' || inQuery) {
    throw new FaasmarkError('USAGE', `the address of ${what} on ${url.host} holds a credential`, {
      hint: `Leave it out of the address and set ${secrets}.`,
    });
  }
  return url;
}
