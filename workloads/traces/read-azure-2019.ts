/**
 * One day of the Azure Functions trace of 2019 (Azure/AzurePublicDataset, AzureFunctionsDataset2019.md; Shahrad et al.,
 * USENIX ATC 2020): how often each function was invoked in each minute, and percentiles of durations and of memory.
 */
import { type CsvRow, invalid, readCsv } from './read-csv.ts';
import { chooseSample } from './choose-sample.ts';
import { toCountedArrivals, toScaled } from './to-arrivals.ts';
import type { TraceSelection, TracedFunction, TracedLaw, TracedQuantile } from './trace.ts';

export interface Azure2019Files {
  /** `invocations_per_function_md.anon.d01.csv`: HashOwner, HashApp, HashFunction, Trigger, then a column a minute. */
  readonly invocations: string;
  /** `function_durations_percentiles.anon.d01.csv`, milliseconds. */
  readonly durations?: string;
  /** `app_memory_percentiles.anon.d01.csv`, MiB of an application. */
  readonly memory?: string;
}

interface CountedFunction {
  readonly key: string;
  readonly appKey: string;
  readonly app: string;
  readonly name: string;
  readonly trigger: string;
  readonly counts: readonly number[];
}

/** Where a file has the percentiles of something, and of what. */
interface LawColumns {
  readonly key: readonly string[];
  readonly mean: string;
  readonly percentile: string;
  readonly percents: readonly number[];
}

const appKey = ['HashOwner', 'HashApp'];
const functionKey = [...appKey, 'HashFunction'];

const durationColumns: LawColumns = {
  key: functionKey,
  mean: 'Average',
  percentile: 'percentile_Average_',
  percents: [0, 1, 25, 50, 75, 99, 100],
};

const memoryColumns: LawColumns = {
  key: appKey,
  mean: 'AverageAllocatedMb',
  percentile: 'AverageAllocatedMb_pct',
  percents: [1, 5, 25, 50, 75, 95, 99, 100],
};

/**
 * Reads each file once and keeps only what was chosen. The percentiles of durations are those of averages over 30 s, so
 * single invocations spread wider.
 *
 * @throws FaasmarkError `TRACE_UNREADABLE`; `TRACE_INVALID`, with file and line.
 */
export async function readAzure2019(
  files: Azure2019Files,
  selection: TraceSelection,
): Promise<TracedFunction[]> {
  const chosen = await readCounts(files.invocations, selection);
  const durations = await readLaws(files.durations, durationColumns, new Set(chosen.map((one) => one.key)));
  const memory = await readLaws(files.memory, memoryColumns, new Set(chosen.map((one) => one.appKey)));
  return chosen.map((one) => ({
    app: one.app,
    name: one.name,
    trigger: one.trigger,
    arrivals: toScaled(toCountedArrivals(one.counts, selection.placement ?? 'uniform'), selection),
    durationMs: durations.get(one.key),
    memoryMiB: memory.get(one.appKey),
  }));
}

async function readCounts(path: string, selection: TraceSelection): Promise<CountedFunction[]> {
  const { functions = Infinity, fromMinute = 0, minutes = Infinity, seed } = selection;
  const sample = chooseSample<CountedFunction>(functions, seed);
  const columns = [...functionKey, 'Trigger'];
  for await (const row of readCsv(path, [...columns, '1'])) {
    const counts = row.cells
      .slice(columns.length)
      .map((cell, at) => toCount(row.place, cell, at + 1))
      .slice(fromMinute, fromMinute + minutes);
    if (counts.every((count) => count === 0)) continue;
    sample.add({
      key: toKey(row, functionKey),
      appKey: toKey(row, appKey),
      app: row.text('HashApp'),
      name: row.text('HashFunction'),
      trigger: row.text('Trigger'),
      counts,
    });
  }
  return sample.chosen();
}

function toCount(place: string, cell: string, minute: number): number {
  const count = Number(cell);
  if (cell === '' || !Number.isInteger(count) || count < 0)
    throw invalid(place, `minute ${minute}: ${JSON.stringify(cell)} is no number of invocations`);
  return count;
}

/** @param wanted - keys of the rows to keep. */
async function readLaws(
  path: string | undefined,
  { key, mean, percentile, percents }: LawColumns,
  wanted: ReadonlySet<string>,
): Promise<Map<string, TracedLaw>> {
  const laws = new Map<string, TracedLaw>();
  if (path === undefined) return laws;
  const columns = percents.map((percent) => `${percentile}${percent}`);
  for await (const row of readCsv(path, [...key, mean, ...columns])) {
    const name = toKey(row, key);
    if (!wanted.has(name)) continue;
    const quantiles = percents.map((percent) => ({
      share: percent / 100,
      value: row.number(`${percentile}${percent}`),
    }));
    demandAscending(row.place, quantiles);
    laws.set(name, { mean: row.number(mean), quantiles });
  }
  return laws;
}

function demandAscending(place: string, quantiles: readonly TracedQuantile[]): void {
  let least = 0;
  for (const { share, value } of quantiles) {
    if (value < least) throw invalid(place, `percentile ${share * 100}: ${value} is below ${least}`);
    least = value;
  }
}

function toKey(row: CsvRow, columns: readonly string[]): string {
  return columns.map(row.text).join('/');
}
