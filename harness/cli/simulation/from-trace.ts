/** Functions of a recorded trace of Azure Functions: of 2019, counts by minute, or of 2021, single invocations. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { DurationLaw } from '../../../platform/simulation/durations.ts';
import { readAzure2019 } from '../../../workloads/traces/read-azure-2019.ts';
import { readAzure2021 } from '../../../workloads/traces/read-azure-2021.ts';
import type { TracedFunction, TracedLaw, TraceSelection } from '../../../workloads/traces/trace.ts';
import type { SimulatedSource, SourceDefaults } from './source.ts';

export interface TraceFiles {
  readonly invocations: string;
  /** Of the trace of 2019 alone. */
  readonly durations: string | undefined;
  readonly memory: string | undefined;
}

/** As fine as the percentiles of a trace are. */
const steps = 200;

/** @throws FaasmarkError `TRACE_UNREADABLE`, `TRACE_INVALID`. */
export async function readTracedSources(
  files: TraceFiles,
  selection: TraceSelection,
  defaults: SourceDefaults,
): Promise<SimulatedSource[]> {
  const traced = await readTraced(files, selection);
  return traced.map(({ app, name, arrivals, durationMs, memoryMiB }) => ({
    name: `${app}/${name}`,
    app,
    memoryMiB: memoryMiB === undefined ? defaults.memoryMiB : Math.max(1, Math.round(memoryMiB.mean)),
    service: durationMs === undefined ? defaults.service : toLaw(durationMs),
    init: defaults.init,
    arrivals,
  }));
}

/** The one of 2021 begins with the column `app`. What else a file may be, its reader says. */
async function readTraced(
  { invocations, durations, memory }: TraceFiles,
  selection: TraceSelection,
): Promise<TracedFunction[]> {
  if ((await readFirstLine(invocations))?.startsWith('app,') === true) {
    return await readAzure2021(invocations, selection);
  }
  return await readAzure2019(
    {
      invocations,
      ...(durations === undefined ? {} : { durations }),
      ...(memory === undefined ? {} : { memory }),
    },
    selection,
  );
}

async function readFirstLine(path: string): Promise<string | undefined> {
  try {
    for await (const line of createInterface({ input: createReadStream(path) })) return line;
    return undefined;
  } catch {
    return undefined;
  }
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
