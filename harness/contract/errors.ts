/**
 * Every error that faasmark raises on purpose: one class, recognised by its code. `errors.md` documents the same
 * catalogue for users; a test keeps the two in step.
 */
import { type ExitCode, exitCodes } from './exit-codes.ts';

export type ErrorCode =
  | 'USAGE'
  | 'SCENARIO_UNREADABLE'
  | 'SCENARIO_INVALID'
  | 'FUNCTION_FILES_MISSING'
  | 'ABILITY_MISSING'
  | 'PRICES_INVALID'
  | 'PRICES_UNREADABLE'
  | 'PRICES_JUMPED'
  | 'TRACE_UNREADABLE'
  | 'TRACE_INVALID'
  | 'RUN_UNREADABLE'
  | 'RUN_EMPTY'
  | 'PAGE_NOT_BUILT'
  | 'CREDENTIALS_MISSING'
  | 'RUNTIME_MISSING'
  | 'PORT_TAKEN'
  | 'DISK_FULL'
  | 'DIRECTORY_UNWRITABLE'
  | 'PROVIDER_UNREACHABLE'
  | 'PROVIDER_REFUSED'
  | 'SINK_UNREACHABLE'
  | 'SINK_REFUSED'
  | 'PACKAGE_MISSING'
  | 'DEPLOY_FAILED'
  | 'FUNCTION_BROKEN'
  | 'PLATFORM_LOST'
  | 'LOAD_WORKER_FAILED'
  | 'THRESHOLDS_FAILED'
  | 'ABORTED';

/** Code to exit code. The code says what is wrong; the message, where and with which value; the hint, the fix. */
export const errorCatalogue: Readonly<Record<ErrorCode, ExitCode>> = {
  USAGE: exitCodes.badConfig,
  SCENARIO_UNREADABLE: exitCodes.badConfig,
  SCENARIO_INVALID: exitCodes.badConfig,
  FUNCTION_FILES_MISSING: exitCodes.badConfig,
  ABILITY_MISSING: exitCodes.badConfig,
  PRICES_INVALID: exitCodes.badConfig,
  PRICES_UNREADABLE: exitCodes.environment,
  PRICES_JUMPED: exitCodes.badConfig,
  TRACE_UNREADABLE: exitCodes.badConfig,
  TRACE_INVALID: exitCodes.badConfig,
  RUN_UNREADABLE: exitCodes.badConfig,
  RUN_EMPTY: exitCodes.badConfig,
  PAGE_NOT_BUILT: exitCodes.environment,
  CREDENTIALS_MISSING: exitCodes.environment,
  RUNTIME_MISSING: exitCodes.environment,
  PORT_TAKEN: exitCodes.environment,
  DISK_FULL: exitCodes.environment,
  DIRECTORY_UNWRITABLE: exitCodes.environment,
  PROVIDER_UNREACHABLE: exitCodes.environment,
  PROVIDER_REFUSED: exitCodes.environment,
  SINK_UNREACHABLE: exitCodes.environment,
  SINK_REFUSED: exitCodes.environment,
  PACKAGE_MISSING: exitCodes.environment,
  DEPLOY_FAILED: exitCodes.runFailed,
  FUNCTION_BROKEN: exitCodes.runFailed,
  PLATFORM_LOST: exitCodes.runFailed,
  LOAD_WORKER_FAILED: exitCodes.runFailed,
  THRESHOLDS_FAILED: exitCodes.thresholdsFailed,
  ABORTED: exitCodes.aborted,
};

export interface FaasmarkErrorOptions {
  /** What the user can do about it: one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

export class FaasmarkError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: FaasmarkErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'FaasmarkError';
    this.code = code;
    this.hint = options.hint;
  }
}

/** By code and not by `instanceof`, so that it holds across threads and module instances. */
export function isFaasmarkError(error: unknown): error is FaasmarkError {
  const code = errorCodeOf(error);
  return code !== undefined && code in errorCatalogue;
}

/** The `code` of any error that has one: ours, Node's (`ECONNREFUSED`) or a library's. */
export function errorCodeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}
