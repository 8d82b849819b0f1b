/**
 * One immutable state of a function: its code and configuration. An update or a publication makes another, and
 * instances never change theirs.
 */
import { region } from '../runtime/environment.ts';
import type { LoggingSettings } from './logging-settings.ts';
import type { RuntimeId } from '../runtime/runtimes.ts';

export interface FunctionSettings {
  readonly runtime: RuntimeId;
  readonly handler: string;
  readonly role: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  readonly ephemeralStorageMiB: number;
  /** Whether instances of published versions are copies of one that has initialised. Default: no. */
  readonly snapStart?: boolean | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** Default: text. */
  readonly logging?: LoggingSettings;
  /** ARN of the queue for events that are given up. */
  readonly deadLetterArn?: string | undefined;
}

export interface FunctionCode {
  /** The extracted files. */
  readonly folder: string;
  /** Of the zip archive, base64. */
  readonly sha256: string;
  readonly zipBytes: number;
}

/** What V8 compiled of the code, when an instance has made it: beside the folder, where no function writes. */
export function toCompileCachePath(folder: string): string {
  return `${folder}.compiled`;
}

export interface FunctionRevision {
  readonly name: string;
  /** The number of a published version, or `$LATEST`. */
  readonly version: string;
  readonly revisionId: string;
  /** When it came to be, in milliseconds since the Unix epoch. */
  readonly modifiedEpochMs: number;
  readonly settings: FunctionSettings;
  readonly code: FunctionCode;
}

/** Architecture of this machine, as Lambda names it. */
export const machineArchitecture: 'arm64' | 'x86_64' = process.arch === 'arm64' ? 'arm64' : 'x86_64';

export const accountId = '000000000000';

/** Version of what is current and not published. */
export const latestVersion = '$LATEST';

/** @param qualifier - version or alias; undefined for the function as a whole. */
export function toFunctionArn(name: string, qualifier?: string): string {
  const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}
