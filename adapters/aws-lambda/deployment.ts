/** Deploys a function through the AWS Lambda API: create, wait, force cold starts, delete. */
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  type LambdaClient,
  type Runtime as LambdaRuntime,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { FaasmarkError } from '../../harness/contract/errors.ts';
import type {
  AdapterContext,
  Deployment,
  ForcesColdStart,
  FunctionSpec,
  Runtime,
} from '../../harness/contract/provider.ts';
import type { InvocationTarget } from '../../harness/contract/target.ts';
import { toMillis } from '../../harness/contract/units.ts';
import { packageZip } from '../package-zip.ts';
import { toFaasmarkError } from './service-errors.ts';

export interface LambdaDeployment extends Deployment, ForcesColdStart {
  readonly functionName: string;
}

export interface DeployOptions {
  readonly client: LambdaClient;
  readonly context: AdapterContext;
  readonly architecture: 'x86_64' | 'arm64';
  readonly roleArn: string;
  /** Beside the run's own. */
  readonly tags?: Readonly<Record<string, string>>;
  /** How the deployed function is invoked. */
  toTarget(functionName: string): InvocationTarget;
}

/** Current managed runtimes of AWS Lambda (its documentation, November 2026). */
const runtimeIds: Readonly<Record<Runtime, LambdaRuntime>> = {
  nodejs: 'nodejs22.x',
  python: 'python3.13',
  provided: 'provided.al2023',
};

/** Environment variable whose change makes the provider discard the instances of a function. */
const coldVariable = 'FAASMARK_COLD_START';
const longestWaitSeconds = 120;

/** @throws FaasmarkError `FUNCTION_FILES_MISSING`, `RUNTIME_MISSING`, `DEPLOY_FAILED`, `PROVIDER_UNREACHABLE`, `PROVIDER_REFUSED`. */
export async function deployLambda(
  spec: FunctionSpec,
  options: DeployOptions,
  signal: AbortSignal,
): Promise<LambdaDeployment> {
  const { client, context } = options;
  if (spec.code.kind !== 'package') {
    throw new FaasmarkError('DEPLOY_FAILED', `the function ${spec.name} has a URL and nothing to deploy`);
  }
  const { runtime, handler, files } = spec.code;
  const functionName = `faasmark-${context.runId}-${spec.name}`;
  const zip = await packageZip(files);
  const started = context.clock.now();
  let coldStarts = 0;
  let isRemoved = false;

  const remove = async (): Promise<void> => {
    if (isRemoved) return;
    isRemoved = true;
    await client.send(new DeleteFunctionCommand({ FunctionName: functionName }));
  };

  try {
    await client.send(
      new CreateFunctionCommand({
        FunctionName: functionName,
        Runtime: runtimeIds[runtime],
        Handler: handler,
        Role: options.roleArn,
        Code: { ZipFile: zip },
        MemorySize: spec.memoryMiB,
        Timeout: Math.max(1, Math.ceil(spec.timeoutMs / 1000)),
        Architectures: [options.architecture],
        Environment: { Variables: { ...spec.environment } },
        Tags: { ...options.tags, 'faasmark-run': context.runId },
      }),
      { abortSignal: signal },
    );
    await waitUntilFunctionActiveV2(
      { client, maxWaitTime: longestWaitSeconds, abortSignal: signal },
      { FunctionName: functionName },
    );
  } catch (error) {
    throw toFaasmarkError(error, `deploying the function ${spec.name}`);
  }

  return {
    function: spec.name,
    functionName,
    target: options.toTarget(functionName),
    deployDurationMs: toMillis(context.clock.now() - started),
    async forceColdStart(abortSignal) {
      const variables = { ...spec.environment, [coldVariable]: String(++coldStarts) };
      try {
        await client.send(
          new UpdateFunctionConfigurationCommand({
            FunctionName: functionName,
            Environment: { Variables: variables },
          }),
          { abortSignal },
        );
        await waitUntilFunctionUpdatedV2(
          { client, maxWaitTime: longestWaitSeconds, abortSignal },
          { FunctionName: functionName },
        );
      } catch (error) {
        throw toFaasmarkError(error, `forcing a cold start of the function ${spec.name}`);
      }
    },
    remove,
  };
}
