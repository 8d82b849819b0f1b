/** From none to many instances at once, beside a shell that spawns as many runtimes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { alternate } from '../alternate.ts';
import { atLeast, formatNumber } from '../figure.ts';
import { median, ratio } from '../statistics.ts';
import { helloInNode, toNodeCommand } from './hello.ts';
import type { PartContext, PartResult } from './part.ts';
import { timeRequest } from './time-request.ts';

const rounds = 6;
const script = 'i=0; while [ $i -lt $1 ]; do "$2" "$3" & i=$((i+1)); done; wait';

export async function measureBurst(context: PartContext): Promise<PartResult> {
  const { platform, quick, scope, say } = context;
  const size = quick ? 5 : 50;
  const { file, args } = toNodeCommand(scope.folder);
  // A function each: one function's late invocations would find the instances of the early ones idle, and make none.
  const names = Array.from({ length: size }, (_, at) => `burst-${at}`);
  for (const name of names) await platform.deploy(name, { ...helloInNode, MemorySize: 128 });

  async function spawnAll(): Promise<number> {
    const startedAt = performance.now();
    const child = spawn('/bin/sh', ['-c', script, 'sh', `${size}`, file, ...args], {
      env: {},
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await once(child, 'close');
    return performance.now() - startedAt;
  }

  async function invokeAll(): Promise<number> {
    const startedAt = performance.now();
    await Promise.all(names.map((name) => timeRequest(`${platform.endpoint}/function/${name}`)));
    const tookMs = performance.now() - startedAt;
    for (const name of names) await platform.whenRemoved(name);
    return tookMs;
  }

  const { results, failed } = await alternate(
    [
      { name: `${size} runtimes, by a shell`, run: spawnAll },
      { name: `burst to ${size}`, run: invokeAll },
    ],
    quick ? 1 : rounds,
    scope.signal,
  );
  for (const name of names) await platform.remove(name);
  const [shellMs, platformMs] = [...results.values()].map(median);
  for (const [name, all] of results) say(`  ${name.padEnd(28)} p50 ${formatNumber(median(all))} ms`);
  const burst = ratio(shellMs, platformMs);
  return {
    figures: [atLeast('ratio.burst', burst, 0.8)],
    ratio: { burst },
    fields: { burstMs: Object.fromEntries([...results].map(([name, all]) => [name, median(all)])) },
    failed,
  };
}
