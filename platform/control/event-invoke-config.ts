/** How the events of a function, a version or an alias are tried again, and who hears of what became of them. */
import { parseFunctionReference } from './function-name.ts';
import { toFunctionArn } from './function-revision.ts';
import { LambdaError } from './lambda-error.ts';
import { quotas } from './quotas.ts';
import { type Fields, isRecord } from './read-settings.ts';

export interface EventInvokeConfig {
  /** After function errors; undefined for Lambda's default. */
  readonly maxRetries?: number | undefined;
  /** Undefined for Lambda's default. */
  readonly maxAgeSeconds?: number | undefined;
  /** ARN of a function or a queue that gets a record of each event that was handled. */
  readonly onSuccess?: string | undefined;
  /** ARN of a function or a queue that gets a record of each event that was given up. */
  readonly onFailure?: string | undefined;
}

/**
 * @param fields - the body of the request; a field that is absent is left out.
 * @throws LambdaError `InvalidParameterValueException` with every problem.
 */
export function readEventInvokeConfig(fields: Fields): EventInvokeConfig {
  const problems: string[] = [];
  const integer = (name: string, range: { least: number; most: number }): number | undefined => {
    const value = fields[name] ?? undefined;
    if (value === undefined) return undefined;
    if (Number.isInteger(value) && Number(value) >= range.least && Number(value) <= range.most) {
      return Number(value);
    }
    problems.push(
      `Value '${JSON.stringify(value)}' at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: ` +
        `Member must have value from ${range.least} to ${range.most}`,
    );
    return undefined;
  };
  const destinations = fields['DestinationConfig'];
  const destination = (name: string): string | undefined => {
    const target = isRecord(destinations) ? destinations[name] : undefined;
    const arn = isRecord(target) ? (target['Destination'] ?? '') : '';
    if (arn === '') return undefined;
    if (typeof arn === 'string' && /^arn:[a-z-]+:(lambda|sqs):/.test(arn)) return arn;
    problems.push(
      `Value '${typeof arn === 'string' ? arn : JSON.stringify(arn)}' at 'destinationConfig' is not supported by this platform: it is no ARN of a function or a queue`,
    );
    return undefined;
  };
  const config = {
    maxRetries: integer('MaximumRetryAttempts', quotas.eventRetries),
    maxAgeSeconds: integer('MaximumEventAgeInSeconds', quotas.eventAgeSeconds),
    // Given but empty, it takes away what an update would otherwise keep.
    ...(isRecord(destinations) && {
      onSuccess: destination('OnSuccess'),
      onFailure: destination('OnFailure'),
    }),
  };
  if (problems.length > 0) {
    const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected`;
    throw new LambdaError('InvalidParameterValueException', `${count}: ${problems.join('; ')}`);
  }
  if (config.maxRetries === undefined && config.maxAgeSeconds === undefined && !isRecord(destinations)) {
    throw new LambdaError(
      'InvalidParameterValueException',
      'You must specify at least one of error handling or destination setting.',
    );
  }
  return config;
}

/**
 * @param isDeployed - whether there is a function of that name.
 * @param isQueue - whether there is a queue of that ARN.
 * @throws LambdaError for a destination that would never hear anything, or would go round in circles.
 */
export function demandDestinations(
  functionName: string,
  { onSuccess, onFailure }: EventInvokeConfig,
  isDeployed: (name: string) => boolean,
  isQueue: (arn: string) => boolean,
): void {
  for (const arn of [onSuccess, onFailure]) {
    if (arn === undefined || isQueue(arn)) continue;
    if (!/^arn:[a-z-]+:lambda:/.test(arn)) {
      throw new LambdaError('InvalidParameterValueException', `The destination ARN ${arn} is invalid.`);
    }
    const { name } = parseFunctionReference(arn);
    if (name === functionName) {
      throw new LambdaError(
        'InvalidParameterValueException',
        "You can't specify the function as a destination for itself.",
      );
    }
    if (isDeployed(name)) continue;
    throw new LambdaError('InvalidParameterValueException', `The destination ARN ${arn} is invalid.`);
  }
}

/** For what has no configuration. */
export function toMissingConfig(functionName: string, qualifier: string): LambdaError {
  return new LambdaError(
    'ResourceNotFoundException',
    `The function ${toFunctionArn(functionName, qualifier)} doesn't have an EventInvokeConfig`,
  );
}
