/**
 * Entry point of every deployed Node.js function: runs the function beside it (`function.mjs`) and reports which
 * instance ran it, how many invocations that instance has had, and how long initialisation and handler took.
 *
 * Runs on foreign platforms: it may import nothing but Node's own modules.
 */
import { randomUUID } from 'node:crypto';

type Handle = (event: unknown, context: unknown) => unknown;

// Made with the first invocation: copies of one snapshot must differ, and isolates have no random numbers before it.
let instance: string | undefined;
let invocations = 0;

// Beside it only once it is deployed: the compiler need not find it.
const beside: string = './function.mjs';
const { handle } = (await import(beside)) as { handle: Handle };
// Since the process began: the boot of the runtime and the loading of the code.
const initDurationMs = performance.now();

export interface ProbeReport {
  readonly instance: string;
  /** Which invocation of the instance this is, from 1. */
  readonly invocation: number;
  readonly initDurationMs: number;
  readonly handlerDurationMs: number;
  /** When the handler began, by this machine's clock. */
  readonly startedAtEpochMs: number;
}

export async function handler(
  event: unknown,
  context?: unknown,
): Promise<{ probe: ProbeReport; output: unknown }> {
  const start = performance.now();
  instance ??= randomUUID();
  const invocation = ++invocations;
  const output = await handle(event, context);
  const handlerDurationMs = performance.now() - start;
  const startedAtEpochMs = performance.timeOrigin + start;
  return { probe: { instance, invocation, initDurationMs, handlerDurationMs, startedAtEpochMs }, output };
}
