/** Asks a running reference platform about itself. */
import { FaasmarkError, messageOf } from '../contract/errors.ts';

export interface PlatformClient {
  /** @throws FaasmarkError `PROVIDER_UNREACHABLE`, `PROVIDER_REFUSED`. */
  get(path: string): Promise<unknown>;
  /** JSON lines, as they come, until the platform ends or the signal aborts. */
  follow(path: string, signal: AbortSignal): AsyncGenerator;
}

export const defaultEndpoint = 'http://127.0.0.1:9001';
const tokenVariable = 'FAASMARK_PLATFORM_TOKEN';

export function createPlatformClient(endpoint: string): PlatformClient {
  async function ask(path: string, signal?: AbortSignal): Promise<Response> {
    const token = process.env[tokenVariable];
    const headers = token === undefined ? {} : { 'x-faasmark-token': token };
    const response = await fetch(toUrl(path, endpoint), { headers, ...(signal && { signal }) }).catch(
      (error: unknown) => {
        signal?.throwIfAborted();
        throw new FaasmarkError(
          'PROVIDER_UNREACHABLE',
          `no platform answers at ${endpoint}: ${messageOf((error as Error).cause ?? error)}`,
          {
            hint: 'Start one with "faasmark platform start", or name its address with --endpoint.',
            cause: error,
          },
        );
      },
    );
    if (response.ok) return response;
    throw new FaasmarkError('PROVIDER_REFUSED', `${endpoint} answers HTTP ${response.status} to ${path}`, {
      hint:
        response.status === 403
          ? `Set ${tokenVariable} to the token it was started with.`
          : 'Is it a faasmark platform, and of this version?',
    });
  }

  return {
    get: async (path) => await (await ask(path)).json(),
    async *follow(path, signal) {
      const { body } = await ask(path, signal);
      if (body === null) return;
      let unfinished = '';
      const decoder = new TextDecoder();
      try {
        for await (const chunk of body) {
          const lines = (unfinished + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n');
          unfinished = lines.pop() ?? '';
          for (const line of lines) yield JSON.parse(line) as unknown;
        }
      } catch (error) {
        // The reader has had enough, or the platform is gone: both end it.
        if (!signal.aborted && (error as Error).name !== 'TypeError') throw error;
      }
    },
  };
}

function toUrl(path: string, endpoint: string): URL {
  try {
    return new URL(path, endpoint);
  } catch {
    throw new FaasmarkError('USAGE', `--endpoint: expected a URL like ${defaultEndpoint}, got "${endpoint}"`);
  }
}
