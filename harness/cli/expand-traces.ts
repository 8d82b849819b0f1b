/** Reads the traces that experiments ask for, and makes a function of each of theirs: whatever comes after knows only functions. */
import { dirname, resolve } from 'node:path';
import { createSchedule } from '../../workloads/arrivals/create-schedule.ts';
import { readTrace } from '../../workloads/traces/read-trace.ts';
import { createSyntheticTrace } from '../../workloads/traces/synthetic-trace.ts';
import type { TracedFunction } from '../../workloads/traces/trace.ts';
import type { TraceExperiment } from '../scenario/experiment-configs.ts';
import type { ExperimentConfig, FunctionConfig, Scenario } from '../scenario/scenario.ts';

/** Where the trace does not tell. */
const unknownDurationMs = 100;
/** What AWS Lambda gives at least and at most. */
const [leastMiB, mostMiB] = [128, 10_240];

/**
 * @param file - of the scenario: paths in it are relative to its folder.
 * @throws FaasmarkError `TRACE_UNREADABLE`, `TRACE_INVALID`.
 */
export async function expandTraces(scenario: Scenario, file: string): Promise<Scenario> {
  const functions: Record<string, FunctionConfig> = { ...scenario.functions };
  const experiments: ExperimentConfig[] = [];
  for (const experiment of scenario.experiments) {
    experiments.push(experiment.kind === 'trace' ? await expand(experiment) : experiment);
  }
  return { ...scenario, functions, experiments };

  async function expand(experiment: TraceExperiment): Promise<TraceExperiment> {
    const base = scenario.functions[experiment.function];
    if (base === undefined) return experiment;
    const traced = await readFunctions(experiment, scenario.seed, dirname(file));
    const parts = traced.filter(isInvoked).map(({ arrivals, durationMs, memoryMiB }, at) => {
      const name = `${experiment.function}-${at + 1}`;
      functions[name] = memoryMiB === undefined ? base : { ...base, memoryMiB: toMemory(memoryMiB.mean) };
      const meanMs = Math.round(durationMs?.mean ?? unknownDurationMs);
      return { function: name, arrivals, durationMs: Math.min(Math.max(meanMs, 1), experiment.longestMs) };
    });
    return { ...experiment, parts };
  }
}

async function readFunctions(
  { files, functions, fromMinute, minutes, placement, rate, time }: TraceExperiment,
  seed: number,
  folder: string,
): Promise<TracedFunction[]> {
  const selection = { functions, fromMinute, minutes, placement, rate, time, seed };
  if (files === undefined) return createSyntheticTrace(selection);
  const toPath = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : resolve(folder, path);
  return await readTrace(
    {
      invocations: resolve(folder, files.invocations),
      durations: toPath(files.durations),
      memory: toPath(files.memory),
    },
    selection,
  );
}

/** Most functions are idle for most of the time: there is nothing to deploy them for. */
function isInvoked({ arrivals }: TracedFunction): boolean {
  return createSchedule(arrivals, 1).intendedStart(0) !== undefined;
}

function toMemory(mib: number): number {
  return Math.min(Math.max(Math.round(mib), leastMiB), mostMiB);
}
