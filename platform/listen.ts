/** Binds a server to an address, and says in so many words when it cannot. */
import type { Server } from 'node:http';
import { PlatformError } from './platform-error.ts';

/** A burst opens its connections all at once. */
const backlog = 4096;

/**
 * @returns the endpoint: `http://host:port`.
 * @throws PlatformError `EADDRINUSE`; another system error as it is.
 */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new PlatformError('EADDRINUSE', `the port ${port} on ${host} is taken`, { cause: error })
          : error,
      );
    });
    server.listen({ host, port, backlog }, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
}
