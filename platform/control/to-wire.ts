/** A function as the Lambda API shows it: the shapes FunctionConfiguration and FunctionCode. */
import { toLogGroupName } from '../runtime/environment.ts';
import {
  type FunctionRevision,
  latestVersion,
  machineArchitecture,
  toFunctionArn,
} from './function-revision.ts';
import { type LoggingSettings, textLogging } from './logging-settings.ts';
import type { Tags } from './tags.ts';

/** @param qualifier - by which it was asked for, and which its ARN then ends with. */
export function toFunctionConfiguration(
  { name, version, settings, code, revisionId, modifiedEpochMs }: FunctionRevision,
  qualifier?: string,
): Record<string, unknown> {
  return {
    FunctionName: name,
    FunctionArn: toFunctionArn(name, qualifier),
    Runtime: settings.runtime,
    Role: settings.role,
    Handler: settings.handler,
    CodeSize: code.zipBytes,
    CodeSha256: code.sha256,
    Description: settings.description,
    Timeout: settings.timeoutSeconds,
    MemorySize: settings.memoryMiB,
    // The API's own form: 2026-11-24T08:00:00.000+0000
    LastModified: new Date(modifiedEpochMs).toISOString().replace('Z', '+0000'),
    Version: version,
    ...(Object.keys(settings.environment).length > 0 && { Environment: { Variables: settings.environment } }),
    ...(settings.deadLetterArn !== undefined && { DeadLetterConfig: { TargetArn: settings.deadLetterArn } }),
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: revisionId,
    // Deployed when it is answered: there is no state in between.
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: [machineArchitecture],
    EphemeralStorage: { Size: settings.ephemeralStorageMiB },
    SnapStart: {
      ApplyOn: settings.snapStart === true ? 'PublishedVersions' : 'None',
      OptimizationStatus: settings.snapStart === true && version !== latestVersion ? 'On' : 'Off',
    },
    LoggingConfig: toLoggingConfig(name, settings.logging ?? textLogging),
  };
}

export function toFunctionDescription(
  revision: FunctionRevision,
  tags: Tags,
  qualifier?: string,
): Record<string, unknown> {
  return {
    Configuration: toFunctionConfiguration(revision, qualifier),
    Code: { RepositoryType: 'S3' },
    ...(tags.size > 0 && { Tags: Object.fromEntries(tags) }),
  };
}

function toLoggingConfig(
  functionName: string,
  { format, applicationLevel, systemLevel, logGroup }: LoggingSettings,
): Record<string, unknown> {
  return {
    LogFormat: format,
    ApplicationLogLevel: applicationLevel,
    SystemLogLevel: systemLevel,
    LogGroup: logGroup ?? toLogGroupName(functionName),
  };
}
