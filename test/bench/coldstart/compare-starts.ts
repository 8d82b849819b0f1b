/** Starts contenders alternately, and says how long each takes. */
import { setTimeout as delay } from 'node:timers/promises';
import type { SandboxOrigin } from '../../../platform/isolation/backend.ts';
import { alternate } from '../alternate.ts';
import type { BenchContext } from '../bench.ts';
import { formatNumber } from '../figure.ts';
import { median, percentile } from '../statistics.ts';
import type { ColdStart } from './cold-platform.ts';

export interface StartContender {
  readonly name: string;
  /** How long the machine is left alone before: until what the last start left is done. Default: 40. */
  readonly restMs?: number;
  readonly start: () => Promise<number | ColdStart>;
  /** A start of another origin is not one of its: it is tried again, a few times. Default: any. */
  readonly origin?: SandboxOrigin;
}

export interface StartTimes {
  readonly p50Ms: number;
  /** Of few repetitions, the longest. */
  readonly p99Ms: number;
  /** As the platform states it, p50; null for what is none of its starts. */
  readonly initMs: number | null;
  /** How the platform's instances came to be. */
  readonly origin: SandboxOrigin | null;
  readonly repetitions: number;
}

export interface ComparedStarts {
  /** A contender that failed is not there. */
  readonly times: Readonly<Record<string, StartTimes>>;
  readonly failed: Readonly<Record<string, string>>;
}

type Start = Omit<ColdStart, 'origin'> & { readonly origin: SandboxOrigin | null };

const usualRestMs = 40;
const mostTries = 5;

export async function compareStarts(
  contenders: readonly StartContender[],
  repetitions: number,
  { quick, scope, say }: BenchContext,
): Promise<ComparedStarts> {
  const rested = contenders.map((contender) => ({
    name: contender.name,
    run: () => startRested(contender, scope.signal),
  }));
  // The first of each reads files and compiles.
  const rounds = quick ? 1 : repetitions + 1;
  const { results, failed } = await alternate(rested, rounds, scope.signal);
  const times = Object.fromEntries(
    [...results].map(([name, starts]) => [name, toTimes(quick ? starts : starts.slice(1))]),
  );
  for (const [name, { p50Ms, p99Ms, initMs }] of Object.entries(times)) {
    const stated = initMs === null ? '' : `; initialisation ${formatNumber(initMs)} ms`;
    say(`  ${name.padEnd(28)} p50 ${formatNumber(p50Ms)} ms, p99 ${formatNumber(p99Ms)} ms${stated}`);
  }
  return { times, failed };
}

async function startRested(
  { restMs = usualRestMs, start, origin }: StartContender,
  signal: AbortSignal,
): Promise<Start> {
  let started: Start | undefined;
  for (let tries = 0; tries < mostTries; tries++) {
    await delay(restMs, undefined, { signal });
    const took = await start();
    started = typeof took === 'number' ? { tookMs: took, initMs: Number.NaN, origin: null } : took;
    if (origin === undefined || started.origin === origin) return started;
  }
  throw new Error(`it was to be ${origin}, and was ${started?.origin}`);
}

function toTimes(starts: readonly Start[]): StartTimes {
  const took = starts.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b);
  const initMs = median(starts.map((start) => start.initMs));
  return {
    p50Ms: median(took),
    p99Ms: percentile(took, 99),
    initMs: Number.isNaN(initMs) ? null : initMs,
    origin: starts.at(-1)?.origin ?? null,
    repetitions: took.length,
  };
}
