/** Many simulations at once, on all cores, at the speed of the compiled code. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '../../harness/contract/package-root.ts';
import type { SimulatedFigures, SimulatedLoad } from './simulated.ts';

const script = join(packageRoot, 'dist', 'test', 'support', 'simulated-worker.js');

/** @returns the figures of each, in the order given. */
export async function simulateInThreads(loads: readonly SimulatedLoad[]): Promise<SimulatedFigures[]> {
  const threads = Math.min(loads.length, availableParallelism());
  // Dealt out by turns, the longest first: then all threads are done at about the same time.
  const order = [...loads.keys()].toSorted((a, b) => toWork(loads[b]) - toWork(loads[a]));
  const figures: SimulatedFigures[] = [];
  await Promise.all(
    Array.from({ length: threads }, async (_, thread) => {
      const own = order.filter((_index, at) => at % threads === thread);
      const [answers] = (await once(
        new Worker(script, { workerData: own.map((index) => loads[index]) }),
        'message',
      )) as [SimulatedFigures[]];
      own.forEach((index, at) => {
        const answer = answers[at];
        if (answer !== undefined) figures[index] = answer;
      });
    }),
  );
  return figures;
}

/** Invocations, roughly. */
function toWork(load: SimulatedLoad | undefined): number {
  if (load === undefined) return 0;
  const perSecond = load.gapMs === undefined ? (load.ratePerSecond ?? 1) : 1000 / load.gapMs;
  return perSecond * load.seconds * (load.runs ?? 1);
}
