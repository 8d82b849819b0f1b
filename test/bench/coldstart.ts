/** How long a cold start takes at each level, beside the bare primitive that the level is made of. */
import type { IsolationLevel } from '../../platform/isolation/backend.ts';
import { findRuntimes } from '../../platform/runtime/runtimes.ts';
import type { Bench } from './bench.ts';
import { startColdPlatform } from './coldstart/cold-platform.ts';
import { measureBurst } from './coldstart/burst.ts';
import { measureContainers } from './coldstart/container-level.ts';
import { measureIsolates } from './coldstart/isolate-level.ts';
import { measureMemory } from './coldstart/memory.ts';
import { measureMicrovms } from './coldstart/microvm-level.ts';
import type { Part, PartContext, PartResult } from './coldstart/part.ts';
import { measurePrewarmed } from './coldstart/prewarmed-processes.ts';
import { measureProcesses } from './coldstart/process-level.ts';
import { closeConnections } from './coldstart/time-request.ts';
import { messageOf } from '../../harness/contract/errors.ts';
import { createUnpinned } from './pinning.ts';

const parts: readonly Part[] = [
  { name: 'processes', level: 'process', measure: measureProcesses },
  { name: 'prewarmed processes', level: 'process', measure: measurePrewarmed },
  { name: 'burst', level: 'process', measure: measureBurst },
  { name: 'memory', level: 'process', measure: measureMemory },
  { name: 'isolates', level: 'isolate', measure: measureIsolates },
  { name: 'containers', level: 'container', measure: measureContainers },
  { name: 'virtual machines', level: 'microvm', measure: measureMicrovms },
];

export const coldstart: Bench = {
  name: 'coldstart',
  question: 'How long does a cold start take at each level, beside the bare primitive?',
  pinning: createUnpinned('nothing is pinned: a start uses all cores, on both sides'),
  async run(bench) {
    const platform = await startColdPlatform({}, bench.conditions.pinning, bench.scope);
    const python = findRuntimes().commandOf('python3.13', '')?.[0];
    const context: PartContext = { ...bench, platform, python };
    const results: PartResult[] = [];
    try {
      const reasons = await readReasons(platform.endpoint);
      if (bench.quick && !reasons.has('microvm'))
        reasons.set('microvm', 'left out of a smoke test: a boot may take seconds');
      const missing = [...reasons].map(([level, reason]) => `${level}: ${reason}`);
      if (python === undefined) missing.push('Python: there is no python3 on the PATH');
      for (const line of missing) bench.say(`missing: ${line}`);
      for (const part of parts.filter(({ level }) => !reasons.has(level))) {
        results.push(await measure(part, context));
      }
      return { ...join(results), missing };
    } finally {
      closeConnections();
      await platform.stop();
    }
  },
};

/** What one part cannot do, the others can. */
async function measure({ name, measure: run }: Part, context: PartContext): Promise<PartResult> {
  context.scope.signal.throwIfAborted();
  try {
    return await run(context);
  } catch (error) {
    context.scope.signal.throwIfAborted();
    return { figures: [], failed: { [name]: messageOf(error) } };
  }
}

/** Of the levels that cannot run here. */
async function readReasons(endpoint: string): Promise<Map<IsolationLevel, string>> {
  const response = await fetch(`${endpoint}/admin/machine`);
  const { isolation } = (await response.json()) as {
    readonly isolation: readonly { readonly level: IsolationLevel; readonly reason?: string }[];
  };
  return new Map(isolation.flatMap(({ level, reason }) => (reason === undefined ? [] : [[level, reason]])));
}

function join(
  results: readonly PartResult[],
): Pick<Awaited<ReturnType<Bench['run']>>, 'figures' | 'fields' | 'failed'> {
  const merge = (pick: (result: PartResult) => object | undefined): Record<string, unknown> =>
    Object.assign({}, ...results.map((result) => pick(result) ?? {})) as Record<string, unknown>;
  return {
    figures: results.flatMap(({ figures }) => figures),
    fields: {
      ratio: merge(({ ratio }) => ratio),
      ...merge(({ fields }) => fields),
      times: merge(({ times }) => times),
    },
    failed: merge(({ failed }) => failed) as Record<string, string>,
  };
}
