/**
 * The Azure Functions trace of 2021 (Azure/AzurePublicDataset, AzureFunctionsInvocationTrace2021.md; Zhang et al., SOSP
 * 2021): when each single invocation ended and how long it took, over two weeks.
 */
import { chooseSample } from './choose-sample.ts';
import { invalid, readCsv } from './read-csv.ts';
import { toScaled } from './to-arrivals.ts';
import type { TraceSelection, TracedFunction, TracedLaw } from './trace.ts';

/** Entry `i` of both lists belongs to one invocation; in the order of their ends. */
interface RecordedFunction {
  readonly app: string;
  readonly name: string;
  /** From the first chosen minute. */
  readonly startsMs: number[];
  readonly durationsMs: number[];
}

/** As many as the trace of 2019 has. */
const shares = [0, 0.01, 0.25, 0.5, 0.75, 0.99, 1] as const;

/**
 * An invocation starts at its end less its duration. One that started before the first minute is left out: it is the
 * rest of a load that the trace does not show. The instants are recorded, so that `placement` does not matter.
 *
 * @throws FaasmarkError `TRACE_UNREADABLE`; `TRACE_INVALID`, with file and line.
 */
export async function readAzure2021(path: string, selection: TraceSelection): Promise<TracedFunction[]> {
  const { functions = Infinity, seed } = selection;
  const sample = chooseSample<RecordedFunction>(functions, seed);
  for (const one of await readFunctions(path, selection)) sample.add(one);
  return sample.chosen().map(({ app, name, startsMs, durationsMs }) => ({
    app,
    name,
    trigger: undefined,
    arrivals: toScaled({ kind: 'stamps', atMs: startsMs.toSorted((a, b) => a - b) }, selection),
    durationMs: toLaw(durationsMs),
    memoryMiB: undefined,
  }));
}

async function readFunctions(
  path: string,
  { fromMinute = 0, minutes = Infinity }: TraceSelection,
): Promise<Iterable<RecordedFunction>> {
  const byKey = new Map<string, RecordedFunction>();
  for await (const row of readCsv(path, ['app', 'func', 'end_timestamp', 'duration'])) {
    const seconds = row.number('duration');
    if (seconds < 0) throw invalid(row.place, `duration: ${seconds} is below 0`);
    // To the millisecond, in which durations are recorded: without it, one that began with the trace begins just before.
    const startMs = Math.round((row.number('end_timestamp') - seconds) * 1000) - fromMinute * 60_000;
    if (startMs < 0 || startMs >= minutes * 60_000) continue;
    const [app, name] = [row.text('app'), row.text('func')];
    const key = `${app}/${name}`;
    const known = byKey.get(key) ?? { app, name, startsMs: [], durationsMs: [] };
    byKey.set(key, known);
    known.startsMs.push(startMs);
    known.durationsMs.push(seconds * 1000);
  }
  return byKey.values();
}

function toLaw(values: readonly number[]): TracedLaw {
  const sorted = Float64Array.from(values).toSorted();
  const last = sorted.length - 1;
  return {
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    quantiles: shares.map((share) => ({ share, value: sorted[Math.round(share * last)] as number })),
  };
}
