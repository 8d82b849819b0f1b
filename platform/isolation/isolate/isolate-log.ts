/** The console of a function in an isolate, and the marks by which the platform knows who has the thread. Runs inside workerd. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { FunctionError } from './function-error.ts';

type JsonLog = typeof import('../../runtime/node-json-log.mts');
type Format = typeof import('node:util').format;

export interface LogOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** Loaded only when it is needed. */
  readonly loadFormat: () => Format;
}

/** Beside this file in an isolate; loaded only by a function whose log is JSON. */
const jsonLogPath: string = './node-json-log.mjs';

/** The engine writes it at once, so that what was logged is there even when the isolate never comes back. */
// oxlint-disable-next-line no-console
const writeNow = console.log.bind(console);
/** Request id of the invocation under way. */
export const current: AsyncLocalStorage<string> = new AsyncLocalStorage<string>();
let token = '';
let jsonLog: JsonLog | undefined;
let loadFormat: LogOptions['loadFormat'] | undefined;

/** Tells the platform that this isolate has the engine's only thread from now on. */
export function mark(): void {
  writeNow(`${token} >`);
}

/** Before anything else is called here. @param value - known to the platform and to this isolate only. */
export function setToken(value: string): void {
  token = value;
}

export async function replaceConsole(options: LogOptions): Promise<void> {
  ({ loadFormat } = options);
  const { environment } = options;
  if (environment['AWS_LAMBDA_LOG_FORMAT'] === 'JSON') jsonLog = (await import(jsonLogPath)) as JsonLog;
  const least = environment['AWS_LAMBDA_LOG_LEVEL'] ?? 'TRACE';
  const levels = { debug: 'DEBUG', error: 'ERROR', info: 'INFO', log: 'INFO', trace: 'TRACE', warn: 'WARN' };
  for (const [method, level] of Object.entries(levels)) {
    console[method as 'log'] = (...values: unknown[]) => {
      if (jsonLog?.isWanted(level, least) !== false) write(level, values);
    };
  }
}

export function logError(what: string, error: FunctionError): void {
  const { trace: stackTrace, ...described } = error;
  write(
    'ERROR',
    jsonLog === undefined ? [`${what}\t${JSON.stringify(error)}`] : [{ ...described, stackTrace }],
  );
}

function write(level: string, values: unknown[]): void {
  const requestId = current.getStore() ?? 'undefined';
  const line =
    jsonLog?.toJsonLine(level, requestId, undefined, values) ??
    `${new Date().toISOString()}\t${requestId}\t${level}\t${toText(values)}`;
  writeNow(`${token} ${JSON.stringify(`${line}\n`)}`);
}

function toText(values: readonly unknown[]): string {
  const [first] = values;
  if (values.length === 1 && typeof first === 'string') return first;
  return loadFormat?.()(...values) ?? '';
}
