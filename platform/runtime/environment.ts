/** The environment of a runtime process: what AWS Lambda documents, the function's own variables, and nothing else. */
import { dirname } from 'node:path';
import { nodeBootstrapPath } from '../package-files.ts';

export interface RuntimeEnvironmentOptions {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly handler: string;
  readonly runtime: string;
  readonly memoryMiB: number;
  readonly codeFolder: string;
  /** Private to the instance: its home and its temporary files. */
  readonly scratchFolder: string;
  readonly logStreamName: string;
  /** Most invocations that the runtime takes at once. */
  readonly instanceConcurrency: number;
  /** `host:port` of the Runtime API. */
  readonly runtimeApi: string;
  /** The function's own variables. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Region that functions are told they run in. */
export const region = 'us-east-1';

/** Programs that every Unix has, and no folder of the user who started the platform. */
const path = '/usr/local/bin:/usr/bin:/bin';

/** Source: docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, reserved and unreserved variables. */
export function toRuntimeEnvironment(options: RuntimeEnvironmentOptions): Record<string, string> {
  return {
    PATH: path,
    LANG: 'en_US.UTF-8',
    // In Lambda, and by default, in UTC.
    TZ: ':UTC',
    ...options.variables,
    HOME: options.scratchFolder,
    TMPDIR: options.scratchFolder,
    _HANDLER: options.handler,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${options.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(options.memoryMiB),
    AWS_LAMBDA_FUNCTION_NAME: options.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: options.functionVersion,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: 'Text',
    AWS_LAMBDA_LOG_GROUP_NAME: toLogGroupName(options.functionName),
    AWS_LAMBDA_LOG_STREAM_NAME: options.logStreamName,
    AWS_LAMBDA_RUNTIME_API: options.runtimeApi,
    // Only where it may take more than one, as on Lambda's managed instances.
    ...(options.instanceConcurrency > 1 && {
      AWS_LAMBDA_MAX_CONCURRENCY: String(options.instanceConcurrency),
    }),
    AWS_REGION: region,
    LAMBDA_RUNTIME_DIR: dirname(nodeBootstrapPath),
    LAMBDA_TASK_ROOT: options.codeFolder,
  };
}

export function toLogGroupName(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/** Names that a function's own configuration may not set, as on Lambda: they could break the runtime. */
export const reservedVariables: ReadonlySet<string> = new Set([
  '_HANDLER',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_MAX_CONCURRENCY',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);
