/** Fetches one document of a price list. */
import { FaasmarkError, messageOf } from '../../../contract/errors.ts';

const timeoutMs = 60_000;

/** @throws FaasmarkError `PRICES_UNREADABLE`. The message has no query string: it may hold a key. */
export async function fetchJson(url: URL): Promise<unknown> {
  const place = `${url.origin}${url.pathname}`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return await answer.json();
  } catch (error) {
    throw new FaasmarkError('PRICES_UNREADABLE', `cannot read the price list ${place}: ${messageOf(error)}`, {
      hint: 'Check the connection, or name a copy of the list with --from.',
      cause: error,
    });
  }
}
