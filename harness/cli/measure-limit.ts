/** `faasmark doctor load`: how much load this machine can send before the generator itself is late. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createMonotonicClock } from '../contract/clock.ts';
import { compiledModule } from '../contract/package-root.ts';
import type { InvocationTarget } from '../contract/target.ts';
import { type FindLimitParts, type RateTrial, findClosedLimit, findOpenLimit } from '../load/find-limit.ts';
import { formatDuration, formatRate } from '../report/format.ts';

const pacings = ['worker', 'spin'] as const;
const concurrency = 50;

/** @param print - a line at a time, as soon as it is known. */
export async function measureLimit(print: (line: string) => void, signal: AbortSignal): Promise<void> {
  const target = await startBareTarget();
  try {
    const parts = { clock: createMonotonicClock(), target: toTarget(target.origin) };
    print(`${availableParallelism()} cores, shared by one sending thread and a target that answers at once`);
    for (const pacing of pacings) {
      print(`\nopen model, pacing ${pacing}`);
      const tried = (trial: RateTrial): void => print(toLine(trial));
      const limit = await findOpenLimit({ ...parts, options: { pacing }, tried }, signal);
      print(`  on time up to ${formatRate(limit)}`);
    }
    const closed: FindLimitParts = { ...parts, options: {}, tried: () => undefined };
    const rate = await findClosedLimit(closed, concurrency, signal);
    print(`\nclosed model, ${concurrency} callers: ${formatRate(rate)}`);
    print(
      '\nA run above these rates is marked generator-limited. More threads: "generator: { workers: N }".',
    );
  } finally {
    await target.stop();
  }
}

function toLine({ ratePerSecond, sendDelayP50Ms, sendDelayP99Ms, isOnTime }: RateTrial): string {
  const delays = `p50 ${formatDuration(sendDelayP50Ms)}, p99 ${formatDuration(sendDelayP99Ms)}`;
  return `  ${formatRate(ratePerSecond).padStart(9)}  send delay ${delays}${isOnTime ? '' : '  late'}`;
}

async function startBareTarget(): Promise<{ readonly origin: string; stop(): Promise<void> }> {
  const entry = fileURLToPath(compiledModule(import.meta.url, './bare-target.ts'));
  const child = spawn(process.execPath, [entry], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  const exited = once(child, 'exit');
  const [origin] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    origin,
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}

function toTarget(origin: string): InvocationTarget {
  return { origin, path: '/', method: 'GET', headers: {}, body: '', dialect: 'plain', timeoutMs: 10_000 };
}
