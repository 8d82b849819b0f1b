/** Functions of a recorded trace of Azure Functions: of 2019, counts by minute, or of 2021, single invocations. */
import type { DurationLaw } from '../../../platform/simulation/durations.ts';
import { type TraceFiles, readTrace } from '../../../workloads/traces/read-trace.ts';
import type { TracedLaw, TraceSelection } from '../../../workloads/traces/trace.ts';
import type { SimulatedSource, SourceDefaults } from './source.ts';

/** As fine as the percentiles of a trace are. */
const steps = 200;

/** @throws FaasmarkError `TRACE_UNREADABLE`, `TRACE_INVALID`. */
export async function readTracedSources(
  files: TraceFiles,
  selection: TraceSelection,
  defaults: SourceDefaults,
): Promise<SimulatedSource[]> {
  const traced = await readTrace(files, selection);
  return traced.map(({ app, name, arrivals, durationMs, memoryMiB }) => ({
    name: `${app}/${name}`,
    app,
    memoryMiB: memoryMiB === undefined ? defaults.memoryMiB : Math.max(1, Math.round(memoryMiB.mean)),
    service: durationMs === undefined ? defaults.service : toLaw(durationMs),
    init: defaults.init,
    arrivals,
  }));
}

/** Between two quantiles all is as likely. */
function toLaw({ quantiles }: TracedLaw): DurationLaw {
  const sortedMs = Array.from({ length: steps + 1 }, (_, at) => toQuantile(quantiles, at / steps));
  return { kind: 'measured', sortedMs };
}

function toQuantile(quantiles: TracedLaw['quantiles'], share: number): number {
  const above = quantiles.findIndex((one) => one.share >= share);
  const [low, high] = [quantiles[above - 1], quantiles[above] ?? quantiles.at(-1)];
  if (low === undefined || high === undefined) return high?.value ?? 0;
  if (high.share === low.share) return high.value;
  return low.value + ((share - low.share) / (high.share - low.share)) * (high.value - low.value);
}
