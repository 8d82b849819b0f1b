/** The reference platform as a process of its own, on the target's core, with a client to deploy to it. */
import { fileURLToPath } from 'node:url';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { compiledModule } from '../../harness/contract/package-root.ts';
import type { PlatformOptions } from '../../platform/start-platform.ts';
import { createLambdaClient } from '../support/lambda-client.ts';
import type { Pinning } from './pinning.ts';
import type { Scope } from './scope.ts';
import { startServer } from './start-server.ts';

export interface PlatformTarget {
  readonly pid: number;
  readonly endpoint: string;
  readonly client: LambdaClient;
  stop(): Promise<void>;
}

export async function startPlatformTarget(
  options: PlatformOptions,
  pinning: Pinning,
  scope: Scope,
): Promise<PlatformTarget> {
  const entry = fileURLToPath(compiledModule(import.meta.url, '../../platform/serve.ts'));
  const server = await startServer<{
    readonly endpoint?: string;
    readonly error?: { readonly message: string };
  }>([entry, JSON.stringify(options)], pinning, scope, { log: 'ignore' });
  const { endpoint, error } = server.greeting;
  if (endpoint === undefined) throw new Error(error?.message ?? 'the platform did not start');
  const client = createLambdaClient(endpoint);
  return {
    pid: server.pid,
    endpoint,
    client,
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}
