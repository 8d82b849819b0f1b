/** The environment of a runtime process: what AWS Lambda documents, the function's own variables, and nothing else. */
import { type LoggingSettings, textLogging } from '../control/logging-settings.ts';
import type { InitializationType } from '../metering/platform-event.ts';

/** Where a runtime finds things, by the names they have inside its sandbox. */
export interface RuntimePlaces {
  /** The function's files: the working directory. */
  readonly codeFolder: string;
  /** Private to the instance: its home and its temporary files. */
  readonly scratchFolder: string;
  /** Files of the platform that run functions. */
  readonly runtimeFolder: string;
  /** `host:port` of the Runtime API; undefined for a runtime that is handed a connection. */
  readonly runtimeApi: string | undefined;
}

export interface RuntimeEnvironmentOptions {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly handler: string;
  readonly runtime: string;
  readonly memoryMiB: number;
  readonly logStreamName: string;
  /** Default: text. */
  readonly logging: LoggingSettings | undefined;
  /** Most invocations that the runtime takes at once. */
  readonly instanceConcurrency: number;
  /** Default: `on-demand`. */
  readonly initializationType: InitializationType | undefined;
  /** The function's own variables. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Tells a runtime of ours the descriptor of its connection to the Runtime API, or the path of a Unix socket; it never
 * reaches the function.
 */
export const connectionVariable = 'FAASMARK_RUNTIME_CONNECTION';

/**
 * Tells the Node.js bootstrap the file of what V8 compiled of the function before; empty to make that, after the first
 * invocation. It never reaches the function.
 */
const compileCacheVariable = 'FAASMARK_COMPILE_CACHE';

/** @param path - where it is inside, if it is. */
export function toCompileCacheVariable(
  use: 'none' | 'make' | 'read' | undefined,
  path: string,
): Record<string, string> {
  if (use === undefined || use === 'none') return {};
  return { [compileCacheVariable]: use === 'read' ? path : '' };
}

/** Region that functions are told they run in. */
export const region = 'us-east-1';

/** Programs that every Unix has, and no folder of the user who started the platform. */
const path = '/usr/local/bin:/usr/bin:/bin';

/** Source: docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, reserved and unreserved variables. */
export function toRuntimeEnvironment(
  options: RuntimeEnvironmentOptions,
  places: RuntimePlaces,
): Record<string, string> {
  const logging = options.logging ?? textLogging;
  return {
    PATH: path,
    LANG: 'en_US.UTF-8',
    // In Lambda, and by default, in UTC.
    TZ: ':UTC',
    ...options.variables,
    HOME: places.scratchFolder,
    TMPDIR: places.scratchFolder,
    _HANDLER: options.handler,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${options.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(options.memoryMiB),
    AWS_LAMBDA_FUNCTION_NAME: options.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: options.functionVersion,
    AWS_LAMBDA_INITIALIZATION_TYPE: options.initializationType ?? 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: logging.format,
    ...(logging.applicationLevel !== undefined && { AWS_LAMBDA_LOG_LEVEL: logging.applicationLevel }),
    AWS_LAMBDA_LOG_GROUP_NAME: logging.logGroup ?? toLogGroupName(options.functionName),
    AWS_LAMBDA_LOG_STREAM_NAME: options.logStreamName,
    ...(places.runtimeApi !== undefined && { AWS_LAMBDA_RUNTIME_API: places.runtimeApi }),
    // Only where it may take more than one, as on Lambda's managed instances.
    ...(options.instanceConcurrency > 1 && {
      AWS_LAMBDA_MAX_CONCURRENCY: String(options.instanceConcurrency),
    }),
    AWS_REGION: region,
    LAMBDA_RUNTIME_DIR: places.runtimeFolder,
    LAMBDA_TASK_ROOT: places.codeFolder,
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
