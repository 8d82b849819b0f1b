/** Where results may be sent: whoever may call a function must not reach through the platform what only it can reach. */
import { isLoopback } from '../gateway/access.ts';

/**
 * @param isRemoteAllowed - whether results may leave this machine.
 * @returns why it is refused; undefined when it is not.
 */
export function whyRefusedCallback(text: string, isRemoteAllowed: boolean): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return `'${text}': expected an http or https URL`;
  if (isRemoteAllowed || isLoopback(url.hostname.replaceAll(/[[\]]/g, ''))) return undefined;
  return `'${text}': ${url.hostname} is not this machine, and the platform was not told to call others`;
}
