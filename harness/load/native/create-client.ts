/** The client for the protocol that was asked for. */
import type { NativeClient, NativeClientOptions } from './client.ts';
import { createHttp1Client } from './http1-client.ts';
import { createHttp2Client } from './http2-client.ts';

/** @throws FaasmarkError `SCENARIO_INVALID` for an origin, a path or a header that cannot be sent. */
export function createNativeClient(options: NativeClientOptions): NativeClient {
  return options.protocol === 'h2' ? createHttp2Client(options) : createHttp1Client(options);
}
