/** From the JSON of CreateFunction and UpdateFunctionConfiguration to checked settings; every problem is reported at once. */
import { isQueueArn } from '../queues/queue-name.ts';
import { reservedVariables } from '../runtime/environment.ts';
import { isRuntimeId, runtimeIds } from '../runtime/runtimes.ts';
import type { FunctionSettings } from './function-revision.ts';
import { LambdaError } from './lambda-error.ts';
import { readLogging, textLogging } from './logging-settings.ts';
import { quotas } from './quotas.ts';
import { findUnsupported } from './unsupported-settings.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** As Lambda: docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const defaults: Omit<FunctionSettings, 'runtime' | 'handler' | 'role'> = {
  description: '',
  timeoutSeconds: 3,
  memoryMiB: 128,
  ephemeralStorageMiB: 512,
  environment: {},
};

const rolePattern = /^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/;
const handlerPattern = /^[^\s]+$/;

/**
 * @param fields - the body of the request; a field that is absent keeps its value.
 * @param current - the settings to change; undefined for a new function.
 * @throws LambdaError `InvalidParameterValueException` with every problem.
 */
export function readSettings(fields: Fields, current?: FunctionSettings): FunctionSettings {
  const problems: string[] = [];
  const base = { ...defaults, ...current };
  const fail = (name: string, value: unknown, constraint: string): void => {
    problems.push(`Value '${toText(value)}' at '${name}' failed to satisfy constraint: ${constraint}`);
  };
  const text = (name: string, fallback: string | undefined, pattern: RegExp, longest: number): string => {
    const value = fields[toMember(name)] ?? fallback;
    if (value === undefined) {
      fail(name, undefined, 'Member must not be null');
    } else if (typeof value !== 'string' || value.length > longest || !pattern.test(value)) {
      fail(
        name,
        value,
        `Member must satisfy regular expression pattern: ${pattern.source}, at most ${longest} long`,
      );
    }
    return typeof value === 'string' ? value : '';
  };
  const integer = (
    name: string,
    fallback: number,
    range: { least: number; most: number },
    given?: unknown,
  ): number => {
    const value = given ?? fields[toMember(name)] ?? fallback;
    if (typeof value !== 'number' || !Number.isInteger(value)) fail(name, value, 'Member must be an integer');
    else if (value < range.least)
      fail(name, value, `Member must have value greater than or equal to ${range.least}`);
    else if (value > range.most)
      fail(name, value, `Member must have value less than or equal to ${range.most}`);
    else return value;
    return fallback;
  };
  const strings = (
    name: string,
    value: unknown,
    fallback: Readonly<Record<string, string>>,
  ): Readonly<Record<string, string>> => {
    if (value === undefined) return fallback;
    if (isRecord(value) && Object.values(value).every((one) => typeof one === 'string')) {
      return value as Record<string, string>;
    }
    fail(name, value, 'Member must be a map of strings');
    return fallback;
  };

  const runtime = text('runtime', current?.runtime, /^[a-z0-9.]*$/, 128);
  if (!isRuntimeId(runtime)) {
    fail('runtime', runtime, `Member must satisfy enum value set: [${runtimeIds.join(', ')}]`);
  }
  const environment = strings('environment', member(fields['Environment'], 'Variables'), base.environment);
  problems.push(...findVariableProblems(environment), ...findUnsupported(fields));
  const settings = {
    runtime: isRuntimeId(runtime) ? runtime : runtimeIds[0],
    handler: text('handler', current?.handler, handlerPattern, 128),
    role: text('role', current?.role, rolePattern, 2048),
    description: text('description', base.description, /^[^]*$/, 256),
    timeoutSeconds: integer('timeout', base.timeoutSeconds, quotas.timeoutSeconds),
    memoryMiB: integer('memorySize', base.memoryMiB, quotas.memoryMiB),
    ephemeralStorageMiB: integer(
      'ephemeralStorage.size',
      base.ephemeralStorageMiB,
      quotas.ephemeralStorageMiB,
      member(fields['EphemeralStorage'], 'Size'),
    ),
    environment,
    logging: isRecord(fields['LoggingConfig'])
      ? readLogging(fields['LoggingConfig'], fail)
      : (current?.logging ?? textLogging),
    snapStart: readSnapStart(fields['SnapStart'], base.snapStart, fail),
    deadLetterArn: readDeadLetter(fields['DeadLetterConfig'], base.deadLetterArn, problems),
  };
  if (problems.length > 0) {
    const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected`;
    throw new LambdaError('InvalidParameterValueException', `${count}: ${problems.join('; ')}`);
  }
  return settings;
}

function findVariableProblems(environment: Readonly<Record<string, string>>): string[] {
  const problems: string[] = [];
  const names = Object.keys(environment);
  const reserved = names.filter((name) => reservedVariables.has(name));
  if (reserved.length > 0) {
    problems.push(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  const bad = names.filter((name) => !/^[a-zA-Z][a-zA-Z0-9_]+$/.test(name) && !reservedVariables.has(name));
  if (bad.length > 0)
    problems.push(`Environment variable names must match [a-zA-Z]([a-zA-Z0-9_])+: ${bad.join(', ')}`);
  if (Object.values(environment).some((value) => value.includes('\0'))) {
    problems.push('Environment variables must not contain a null character');
  }
  const bytes = Buffer.byteLength(JSON.stringify(environment));
  if (bytes > quotas.environmentBytes) {
    problems.push(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the ${quotas.environmentBytes / 1024}KB limit`,
    );
  }
  return problems;
}

function readSnapStart(
  value: unknown,
  current: boolean | undefined,
  fail: (name: string, value: unknown, constraint: string) => void,
): boolean | undefined {
  const applyOn = member(value, 'ApplyOn');
  if (applyOn === undefined) return current;
  if (applyOn !== 'None' && applyOn !== 'PublishedVersions') {
    fail('snapStart.applyOn', applyOn, 'Member must satisfy enum value set: [PublishedVersions, None]');
  }
  return applyOn === 'PublishedVersions';
}

/** Empty text takes it away. */
function readDeadLetter(value: unknown, current: string | undefined, problems: string[]): string | undefined {
  const arn = member(value, 'TargetArn');
  if (arn === undefined) return current;
  if (arn === '') return undefined;
  if (typeof arn === 'string' && isQueueArn(arn)) return arn;
  problems.push(
    `Value '${toText(arn)}' at 'deadLetterConfig.targetArn' is not supported by this platform: it is no ARN of a queue`,
  );
  return current;
}

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function member(value: unknown, name: string): unknown {
  return isRecord(value) ? (value[name] ?? undefined) : undefined;
}

/** Constraints name members as the service model does, the wire with a capital. */
function toMember(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null');
}
