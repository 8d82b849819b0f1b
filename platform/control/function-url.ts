/** The URL of a function or an alias (docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html, November 2026). */
import { randomUUID } from 'node:crypto';
import type { DeployedFunction, RevisionRunner } from './deployed-function.ts';
import { toFunctionArn } from './function-revision.ts';
import { LambdaError } from './lambda-error.ts';
import { type Fields, isRecord } from './read-settings.ts';

export interface UrlCors {
  readonly allowCredentials: boolean;
  /** Of each list `*` allows all. */
  readonly allowHeaders: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowOrigins: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds: number | undefined;
}

export interface UrlSettings {
  /** Signatures are not checked: it is only stated. */
  readonly authType: 'NONE' | 'AWS_IAM';
  readonly invokeMode: 'BUFFERED' | 'RESPONSE_STREAM';
  readonly cors: UrlCors | undefined;
}

export interface FunctionUrl extends UrlSettings {
  /** First part of the host name on AWS: 32 letters and digits. */
  readonly id: string;
  readonly createdEpochMs: number;
  readonly modifiedEpochMs: number;
}

export function createUrlId(): string {
  return randomUUID().replaceAll('-', '');
}

/**
 * @param fields - the body of the request; what is absent stays.
 * @param current - the settings to change; undefined for a new URL.
 * @throws LambdaError `InvalidParameterValueException` with every problem.
 */
export function readUrlSettings(fields: Fields, current?: UrlSettings): UrlSettings {
  const problems: string[] = [];
  const fail = (name: string, value: unknown, constraint: string): void => {
    problems.push(
      `Value '${typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null')}' at '${name}' failed to satisfy constraint: ${constraint}`,
    );
  };
  const choose = <Value extends string>(name: string, set: readonly Value[], fallback?: Value): Value => {
    const value = fields[name] ?? fallback;
    if (!set.includes(value as Value)) {
      const member = name.charAt(0).toLowerCase() + name.slice(1);
      fail(member, value, `Member must satisfy enum value set: [${set.join(', ')}]`);
    }
    return value as Value;
  };
  const settings: UrlSettings = {
    authType: choose('AuthType', ['NONE', 'AWS_IAM'], current?.authType),
    invokeMode: choose('InvokeMode', ['BUFFERED', 'RESPONSE_STREAM'], current?.invokeMode ?? 'BUFFERED'),
    cors: isRecord(fields['Cors']) ? readCors(fields['Cors'], fail) : current?.cors,
  };
  if (problems.length > 0) {
    const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected`;
    throw new LambdaError('InvalidParameterValueException', `${count}: ${problems.join('; ')}`);
  }
  return settings;
}

const mostListed = 100;
const longestAgeSeconds = 86_400;

/** An empty one allows nothing, and so takes CORS away. */
function readCors(
  fields: Fields,
  fail: (name: string, value: unknown, constraint: string) => void,
): UrlCors | undefined {
  if (Object.values(fields).every((value) => value === undefined || value === null)) return undefined;
  const list = (name: string): readonly string[] => {
    const value = fields[name] ?? [];
    const isList =
      Array.isArray(value) && value.length <= mostListed && value.every((one) => typeof one === 'string');
    if (isList) return value;
    fail(`cors.${name}`, value, `Member must be a list of at most ${mostListed} strings`);
    return [];
  };
  const maxAge = fields['MaxAge'] ?? undefined;
  const isAge = Number.isInteger(maxAge) && Number(maxAge) >= 0 && Number(maxAge) <= longestAgeSeconds;
  if (maxAge !== undefined && !isAge) {
    fail('cors.MaxAge', maxAge, `Member must have value from 0 to ${longestAgeSeconds}`);
  }
  return {
    allowCredentials: fields['AllowCredentials'] === true,
    allowHeaders: list('AllowHeaders'),
    allowMethods: list('AllowMethods'),
    allowOrigins: list('AllowOrigins'),
    exposeHeaders: list('ExposeHeaders'),
    maxAgeSeconds: isAge ? Number(maxAge) : undefined,
  };
}

/** By the function itself, or by an alias of it. @throws LambdaError */
export function getUrl(deployed: DeployedFunction<RevisionRunner>, qualifier: string): FunctionUrl {
  const url = deployed.urls.get(qualifier);
  if (url !== undefined) return url;
  throw new LambdaError(
    'ResourceNotFoundException',
    `The resource you requested does not exist: ${toFunctionArn(deployed.name, qualifier)} has no URL.`,
  );
}
