/** A mapping that brings the messages of a queue to a function: checked, kept, found again. */
import type { FunctionReference } from '../control/function-name.ts';
import { LambdaError } from '../control/lambda-error.ts';
import { type Fields, isRecord } from '../control/read-settings.ts';
import { readFilterCriteria } from './message-filter.ts';

export interface EventSource {
  /** UUID. */
  readonly id: string;
  readonly queue: string;
  readonly target: FunctionReference;
  readonly settings: EventSourceSettings;
  /** In milliseconds since the Unix epoch. */
  readonly modifiedEpochMs: number;
}

export interface EventSourceSettings {
  readonly isEnabled: boolean;
  /** Most messages of one invocation. */
  readonly batchSize: number;
  /** How long a batch that is not full waits for more. */
  readonly windowSeconds: number;
  /** Whether the function says which messages of a batch it could not handle. */
  readonly reportsFailures: boolean;
  /** Most invocations at once; undefined for the platform's own number. */
  readonly maxConcurrency: number | undefined;
  /** Patterns, as JSON; one that matches is enough, and without any all messages are wanted. Absent in older data. */
  readonly filters?: readonly string[];
}

/** docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html, November 2026. */
const defaults: EventSourceSettings = {
  isEnabled: true,
  batchSize: 10,
  windowSeconds: 0,
  reportsFailures: false,
  maxConcurrency: undefined,
  filters: [],
};

/** Beyond this many the batch has to be given time to fill. */
const mostWithoutWindow = 10;

/** What would not be what was asked for, if it were ignored. */
const unsupported: readonly string[] = [
  'DestinationConfig',
  'ProvisionedPollerConfig',
  'KMSKeyArn',
  'SourceAccessConfigurations',
];

/**
 * @param fields - the body of the request; a field that is absent keeps its value.
 * @throws LambdaError `InvalidParameterValueException` with every problem.
 */
export function readEventSource(
  fields: Fields,
  current: EventSourceSettings = defaults,
): EventSourceSettings {
  const problems = unsupported
    .filter((name) => isAsked(fields[name]))
    .map((name) => `${name} is not supported by this platform`);
  const integer = (name: string, value: unknown, least: number, most: number): number | undefined => {
    if (value === undefined || value === null) return undefined;
    if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return Number(value);
    problems.push(
      `Value '${JSON.stringify(value)}' at '${name}' failed to satisfy constraint: Member must have value from ${least} to ${most}`,
    );
    return undefined;
  };
  const scaling = fields['ScalingConfig'];
  const settings = {
    isEnabled: typeof fields['Enabled'] === 'boolean' ? fields['Enabled'] : current.isEnabled,
    batchSize: integer('batchSize', fields['BatchSize'], 1, 10_000) ?? current.batchSize,
    windowSeconds:
      integer('maximumBatchingWindowInSeconds', fields['MaximumBatchingWindowInSeconds'], 0, 300) ??
      current.windowSeconds,
    reportsFailures: readResponseTypes(fields['FunctionResponseTypes'], problems) ?? current.reportsFailures,
    maxConcurrency: isRecord(scaling)
      ? integer('scalingConfig.maximumConcurrency', scaling['MaximumConcurrency'], 2, 1000)
      : current.maxConcurrency,
    filters: readFilterCriteria(fields['FilterCriteria'], problems) ?? current.filters ?? [],
  };
  if (settings.batchSize > mostWithoutWindow && settings.windowSeconds === 0) {
    problems.push(
      `Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than ${mostWithoutWindow}`,
    );
  }
  if (problems.length === 0) return settings;
  const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected`;
  throw new LambdaError('InvalidParameterValueException', `${count}: ${problems.join('; ')}`);
}

function readResponseTypes(value: unknown, problems: string[]): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  const types: unknown[] = Array.isArray(value) ? value : [value];
  const unknown = types.filter((type) => type !== 'ReportBatchItemFailures');
  if (unknown.length > 0) {
    problems.push(
      `Value '${JSON.stringify(value)}' at 'functionResponseTypes' failed to satisfy constraint: Member must satisfy enum value set: [ReportBatchItemFailures]`,
    );
  }
  return types.length > 0;
}

function isAsked(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isRecord(value) ? Object.keys(value).length > 0 : value !== undefined && value !== null;
}
