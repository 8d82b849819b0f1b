/** Invokes another function over HTTP and takes the time. */
import { createHash } from 'node:crypto';
import { exchange } from './http.mts';

/** One call, as the caller saw it; times in milliseconds, from the start of the caller's handler. */
export interface Step {
  readonly startMs: number;
  readonly durationMs: number;
  /** What the function's probe said of itself; absent where it has none. */
  readonly handlerDurationMs?: number;
  /** Absent for an invocation of an instance that had been there before. */
  readonly initDurationMs?: number;
  readonly instance?: string;
}

export interface Called {
  readonly step: Step;
  /** What is passed on: the payload that the function gave back, or the one that it got where it gives none. */
  readonly payload: string;
}

interface Answer {
  readonly probe?: {
    readonly instance: string;
    readonly invocation: number;
    readonly initDurationMs: number;
    readonly handlerDurationMs: number;
  };
  readonly output?: { readonly payload?: string };
}

/**
 * @param url - where the function takes its event as the body of a POST and answers with its result.
 * @param start - of the caller's handler, by `performance.now()`.
 */
export async function callFunction(
  url: string,
  event: object,
  payload: string,
  start: number,
): Promise<Called> {
  const began = performance.now();
  const { probe, output } = JSON.parse(
    await exchange('POST', url, JSON.stringify({ ...event, payload })),
  ) as Answer;
  const step = {
    startMs: began - start,
    durationMs: performance.now() - began,
    ...(probe && {
      handlerDurationMs: probe.handlerDurationMs,
      ...(probe.invocation === 1 && { initDurationMs: probe.initDurationMs }),
      instance: probe.instance,
    }),
  };
  return { step, payload: output?.payload ?? payload };
}

export function toSha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
