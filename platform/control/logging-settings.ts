/** How a function's log is written (docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html, November 2026). */
import type { Fields } from './read-settings.ts';

/** From the most detailed to the least. */
const logLevels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;

export type LogLevel = (typeof logLevels)[number];

export interface LoggingSettings {
  readonly format: 'Text' | 'JSON';
  /** Least level of what the function writes; of JSON only. */
  readonly applicationLevel?: LogLevel | undefined;
  /** Least level of what the platform writes; of JSON only. */
  readonly systemLevel?: LogLevel | undefined;
  /** Undefined for the one named after the function. */
  readonly logGroup?: string | undefined;
}

export const textLogging: LoggingSettings = { format: 'Text' };

const systemLevels: readonly LogLevel[] = ['DEBUG', 'INFO', 'WARN'];

/**
 * @param fields - `LoggingConfig` of a call: it replaces what there was.
 * @param fail - called with each problem: the member, its value, what it has to be.
 */
export function readLogging(
  fields: Fields,
  fail: (name: string, value: unknown, constraint: string) => void,
): LoggingSettings {
  const choose = <Value extends string>(name: string, set: readonly Value[]): Value | undefined => {
    const value = fields[name] ?? undefined;
    if (value === undefined || set.includes(value as Value)) return value as Value | undefined;
    fail(toMember(name), value, `Member must satisfy enum value set: [${set.join(', ')}]`);
    return undefined;
  };
  const format = choose('LogFormat', ['Text', 'JSON']) ?? 'Text';
  const applicationLevel = choose('ApplicationLogLevel', logLevels);
  const systemLevel = choose('SystemLogLevel', systemLevels);
  const logGroup = readLogGroup(fields['LogGroup'] ?? undefined, fail);
  if (format === 'JSON') {
    return {
      format,
      applicationLevel: applicationLevel ?? 'INFO',
      systemLevel: systemLevel ?? 'INFO',
      logGroup,
    };
  }
  if (applicationLevel !== undefined || systemLevel !== undefined) {
    fail('loggingConfig', fields, 'Log levels can only be set when LogFormat is JSON');
  }
  return { format, logGroup };
}

function readLogGroup(
  value: unknown,
  fail: (name: string, value: unknown, constraint: string) => void,
): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && /^[.\-_/#A-Za-z0-9]{1,512}$/.test(value)) return value;
  fail(
    toMember('LogGroup'),
    value,
    'Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+, 1 to 512 long',
  );
  return undefined;
}

function toMember(name: string): string {
  return `loggingConfig.${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

/** Whether what is of a level is wanted where `least` is the least. */
export function isLevelWanted(level: LogLevel, least: LogLevel | undefined): boolean {
  return least === undefined || logLevels.indexOf(level) >= logLevels.indexOf(least);
}
