/**
 * The globals of Node.js that a function in an isolate gets in place of workerd's. It is on the path of every cold
 * start: what workerd would have to load is asked for when it is used. Runs inside workerd.
 */
import type { Require } from './common-js.ts';
import { isExit } from './function-error.ts';
import { mark } from './isolate-log.ts';

export interface GlobalsOptions {
  readonly requireBuiltIn: Require;
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the isolate, by an exit or by an error that nobody caught; `exit` never comes back. */
  readonly exit: (exitStatus: number) => never;
  readonly die: (error: unknown) => void;
}

export interface Globals {
  /** Of the invocation that begins. */
  setTraceId(traceId: string | undefined): void;
}

type Action = (...values: unknown[]) => void;

export function replaceGlobals(options: GlobalsOptions): Globals {
  for (const name of ['setTimeout', 'setInterval', 'setImmediate'] as const) markCallbacks(name, options);
  return replaceProcess(options);
}

/** workerd's `process.exit` would end the engine's answer, not the isolate. */
function replaceProcess({ requireBuiltIn, environment, exit }: GlobalsOptions): Globals {
  /** Undefined until somebody has asked for it: workerd takes longer to load it than to make an isolate. */
  let loaded: NodeJS.Process | undefined;
  let traceId: string | undefined;
  const tellTraceId = (): void => {
    if (loaded !== undefined && traceId !== undefined) loaded.env['_X_AMZN_TRACE_ID'] = traceId;
  };
  // To define over it would load it first.
  delete (globalThis as { process?: unknown }).process;
  defineLazily('process', () => {
    const process = requireBuiltIn('node:process') as NodeJS.Process;
    process.exit = (status) => exit(Number(status ?? process.exitCode ?? 0));
    loaded = process;
    Object.assign(process.env, environment);
    tellTraceId();
    return process;
  });
  return {
    setTraceId(value) {
      traceId = value;
      tellTraceId();
    },
  };
}

/** What a timer calls has the thread, too, and nobody else catches what it throws. */
function markCallbacks(
  name: 'setTimeout' | 'setInterval' | 'setImmediate',
  { requireBuiltIn, die }: GlobalsOptions,
): void {
  const toMarked =
    (action: Action): Action =>
    (...values) => {
      mark();
      try {
        action(...values);
      } catch (error) {
        if (!isExit(error)) die(error);
      }
    };
  defineLazily(name, () => {
    const timers = requireBuiltIn('node:timers') as Record<string, (...values: unknown[]) => unknown>;
    return (action: unknown, ...rest: unknown[]): unknown =>
      timers[name]?.(typeof action === 'function' ? toMarked(action as Action) : action, ...rest);
  });
}

function defineLazily(name: string, load: () => unknown): void {
  const define = (descriptor: PropertyDescriptor): void =>
    void Object.defineProperty(globalThis, name, { ...descriptor, configurable: true });
  const keep = (value: unknown): void => define({ value, writable: true });
  define({
    get() {
      const value = load();
      keep(value);
      return value;
    },
    set: keep,
  });
}
