/** The official client, set up once a run, with credentials from its own provider chain. */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { FaasmarkError, messageOf } from '../../harness/contract/errors.ts';
import type { SigV4Signing } from '../../harness/contract/target.ts';
import type { AwsLambdaConfig } from './config.ts';

export interface LambdaConnection {
  readonly client: LambdaClient;
  readonly endpoint: string;
  readonly signing: SigV4Signing;
}

// The SDK warns on Node 20 about versions of itself that come after the one that is pinned here.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

/** Another endpoint does not check signatures, but clients insist on having something to sign with. */
const placeholder = { accessKeyId: 'faasmark', secretAccessKey: 'faasmark' };

/** @throws FaasmarkError `CREDENTIALS_MISSING`. */
export async function connectLambda(
  config: AwsLambdaConfig,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<LambdaConnection> {
  const isForeign = config.endpoint !== undefined;
  const hasKeys = environment['AWS_ACCESS_KEY_ID'] !== undefined || environment['AWS_PROFILE'] !== undefined;
  const client = new LambdaClient({
    region: config.region,
    ...(isForeign ? { endpoint: config.endpoint } : {}),
    ...(isForeign && !hasKeys ? { credentials: placeholder } : {}),
  });
  try {
    const { accessKeyId, secretAccessKey, sessionToken } = await client.config.credentials();
    return {
      client,
      endpoint: config.endpoint ?? `https://lambda.${config.region}.amazonaws.com`,
      signing: {
        region: config.region,
        service: 'lambda',
        credentials: {
          accessKeyId,
          secretAccessKey,
          ...(sessionToken === undefined ? {} : { sessionToken }),
        },
      },
    };
  } catch (error) {
    client.destroy();
    throw new FaasmarkError('CREDENTIALS_MISSING', `no credentials for AWS: ${messageOf(error)}`, {
      hint: 'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, in the environment.',
      cause: error,
    });
  }
}
