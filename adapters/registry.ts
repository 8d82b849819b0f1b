/** The adapters by id. Each is loaded only when it is used: its SDK may be large. */
import type { AdapterContext, Provider } from '../harness/contract/provider.ts';
import type { AwsLambdaConfig } from './aws-lambda/config.ts';
import type { HttpConfig } from './http/config.ts';
import type { ReferenceConfig } from './reference/config.ts';

export type AdapterConfig = ReferenceConfig | AwsLambdaConfig | HttpConfig;

export async function connectProvider(
  config: AdapterConfig,
  context: AdapterContext,
  signal: AbortSignal,
): Promise<Provider> {
  switch (config.id) {
    case 'reference':
      return (await import('./reference/adapter.ts')).referenceAdapter.connect(config, context, signal);
    case 'aws-lambda':
      return (await import('./aws-lambda/adapter.ts')).awsLambdaAdapter.connect(config, context, signal);
    case 'http':
      return (await import('./http/adapter.ts')).httpAdapter.connect(config, context, signal);
  }
}
