/** Runs side by side: each under the shortest name that tells it from the others. */
import type { RunManifest } from '../../contract/sink.ts';
import type { RunSummary } from '../../contract/summary.ts';

export interface ComparedRun {
  /** Unique among the compared. */
  readonly name: string;
  readonly summary: RunSummary;
  readonly manifest: RunManifest;
}

export function toComparedRuns(
  runs: readonly { readonly summary: RunSummary; readonly manifest: RunManifest }[],
): ComparedRun[] {
  const candidates = [
    runs.map(({ summary }) => summary.provider.id),
    runs.map(({ summary }) => [summary.provider.id, ...Object.values(summary.provider.details)].join(' ')),
    runs.map(({ summary }) => summary.scenario),
    runs.map(({ manifest }) => `faasmark ${manifest.versions['faasmark'] ?? ''}`),
    runs.map(({ summary }) => `seed ${summary.seed}`),
    runs.map(({ summary }) => summary.startedAt.replace('T', ' ').replace(/\.\d+Z$/, '')),
  ];
  const names =
    candidates.find((one) => new Set(one).size === runs.length) ?? runs.map((_, at) => `run ${at + 1}`);
  return runs.map((run, at) => ({ ...run, name: names[at] ?? '' }));
}

/** What differs between the runs, and so may be why their results do. */
export function toFacts({ manifest, summary }: ComparedRun): Map<string, string> {
  return new Map([
    ['Run', manifest.runId],
    ['Scenario', manifest.scenario],
    ['Seed', String(manifest.seed)],
    ['Provider', manifest.provider.id],
    ['Endpoint', manifest.provider.endpoint],
    ...Object.entries(manifest.provider.details),
    ...Object.entries(manifest.versions),
    ...Object.entries(manifest.machine).map(([name, value]) => [name, String(value)] as const),
    ['Outcome', summary.outcome],
    ['Generator', summary.generator.verdict],
  ]);
}
