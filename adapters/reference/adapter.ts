/**
 * The reference platform, driven over the wire like any provider: deployed to through the AWS Lambda API, by the same
 * code as AWS itself, and invoked at its plain function route.
 */
import { FaasmarkError, messageOf } from '../../harness/contract/errors.ts';
import type {
  Adapter,
  Deployment,
  ForcesColdStart,
  InvokesAsync,
  KillsInstances,
  ListsInstances,
} from '../../harness/contract/provider.ts';
import type { InvocationTarget } from '../../harness/contract/target.ts';
import { connectLambda } from '../aws-lambda/client.ts';
import { deployLambda } from '../aws-lambda/deployment.ts';
import { toClientLimit } from '../client-limit.ts';
import { toHttpTarget } from '../http/target.ts';
import type { ReferenceConfig } from './config.ts';
import { declareFaults } from './faults.ts';
import { killPlatformInstance, listPlatformInstances } from './instances.ts';
import { startPlatformProcess } from './platform-process.ts';

/** The token of a platform that demands one. */
const tokenVariable = 'FAASMARK_PLATFORM_TOKEN';
const tokenHeader = 'x-faasmark-token';
/** The Lambda API has no fields for them. */
const isolationTag = 'faasmark:isolation';
const networkTag = 'faasmark:network';
const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';

interface Health {
  readonly version: string;
  readonly timeScale: number;
  readonly profile: string;
}

export const referenceAdapter: Adapter<ReferenceConfig> = {
  id: 'reference',
  async connect(config, context, signal) {
    const owned =
      config.endpoint === undefined
        ? await startPlatformProcess(config, (error) => context.lost(error))
        : undefined;
    const endpoint = owned?.endpoint ?? config.endpoint ?? '';
    const token = context.environment[tokenVariable];
    const headers = token === undefined ? {} : { [tokenHeader]: token };
    try {
      const health = await readHealth(endpoint, headers, signal);
      const faults =
        config.faults === undefined
          ? undefined
          : await declareFaults(endpoint, headers, config.faults, signal);
      const { client } = await connectLambda(
        { id: 'aws-lambda', region: 'us-east-1', endpoint, architecture },
        // The platform checks no signature: the user's own keys have no business there.
        {},
      );
      client.middlewareStack.add(
        (next) => (args) => {
          Object.assign((args.request as { headers: Record<string, string> }).headers, headers);
          return next(args);
        },
        { step: 'build' },
      );
      return {
        description: {
          id: 'reference',
          endpoint,
          details: { version: health.version, profile: health.profile },
          timeScale: health.timeScale,
        },
        async deploy(
          spec,
          abort,
        ): Promise<Deployment & ForcesColdStart & InvokesAsync & ListsInstances & KillsInstances> {
          const deployment = await deployLambda(
            spec,
            {
              client,
              context,
              architecture,
              roleArn: 'arn:aws:iam::000000000000:role/faasmark',
              tags: {
                ...(spec.isolation === undefined ? {} : { [isolationTag]: spec.isolation }),
                ...(spec.network === undefined ? {} : { [networkTag]: spec.network }),
              },
              toTarget: (name) => ({
                ...toHttpTarget(spec, new URL(`/function/${name}`, endpoint).href, headers),
                timeoutMs: toClientLimit(spec.timeoutMs),
              }),
            },
            abort,
          );
          await faults?.declareFor(spec.name, deployment.functionName, abort);
          const query = { endpoint, headers, functionName: deployment.functionName, function: spec.name };
          return {
            ...deployment,
            asyncTarget: toAsyncTarget(deployment.target, deployment.functionName),
            listInstances: (stop) => listPlatformInstances(query, context, stop),
            killInstance: (stop) => killPlatformInstance(query, stop),
          };
        },
        async close() {
          client.destroy();
          // A platform of one's own takes them with it.
          if (owned === undefined) await faults?.withdraw();
          await owned?.stop();
        },
      };
    } catch (error) {
      await owned?.stop();
      throw error;
    }
  },
};

/** `Invoke` of the Lambda API with the type `Event`: 202, and an id that every attempt has. */
function toAsyncTarget(
  { expectedOutput: _, ...target }: InvocationTarget,
  functionName: string,
): InvocationTarget {
  return {
    ...target,
    path: `/2015-03-31/functions/${functionName}/invocations`,
    headers: { ...target.headers, 'x-amz-invocation-type': 'Event' },
    dialect: 'lambda-invoke',
  };
}

/** @throws FaasmarkError `PROVIDER_UNREACHABLE`, `PROVIDER_REFUSED`. */
async function readHealth(
  endpoint: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Health> {
  let response: Response;
  try {
    response = await fetch(new URL('/admin/health', endpoint), { headers, signal });
  } catch (error) {
    throw new FaasmarkError(
      'PROVIDER_UNREACHABLE',
      `no platform answers at ${endpoint}: ${messageOf(error)}`,
      {
        hint: 'Start one with "faasmark platform start", or leave out provider.endpoint to have one started.',
        cause: error,
      },
    );
  }
  if (response.status === 401 || response.status === 403) {
    throw new FaasmarkError('PROVIDER_REFUSED', `the platform at ${endpoint} wants another token`, {
      hint: `Set ${tokenVariable} to the token it was started with.`,
    });
  }
  const health: unknown = response.ok ? await response.json().catch(() => undefined) : undefined;
  if (typeof health !== 'object' || health === null || !('profile' in health)) {
    throw new FaasmarkError(
      'PROVIDER_REFUSED',
      `${endpoint} is not a faasmark platform: HTTP ${response.status}`,
      {
        hint: 'For another platform that speaks the AWS Lambda API, use the provider "aws-lambda" with this endpoint.',
      },
    );
  }
  return health as Health;
}
