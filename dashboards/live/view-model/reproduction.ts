/** All it takes to run it again, and what it ran on. */
import type { RunManifest } from '../../../harness/contract/sink.ts';
import type { RunSummary } from '../../../harness/contract/summary.ts';
import { toCommandLine } from '../../../harness/report/command-line.ts';
import { formatCount, formatDuration } from '../../../harness/report/format.ts';
import {
  type Table,
  durationCell,
  numberColumn,
  textCell,
  textColumn,
} from '../../../harness/report/table.ts';

export interface Reproduction {
  readonly command: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly functions: Table;
  /** The scenario after defaults, as JSON. */
  readonly source: string;
}

/** A scenario may embed whole events. */
const maxSource = 20_000;

export function toReproduction(manifest: RunManifest, summary: RunSummary): Reproduction {
  const { provider } = manifest;
  const facts: (readonly [string, string])[] = [
    ['Run', manifest.runId],
    ['Scenario', manifest.scenario],
    ['Seed', String(manifest.seed)],
    ['Started', manifest.startedAt],
    ['Duration', formatDuration(summary.durationMs)],
    ['Provider', provider.id],
    ['Endpoint', provider.endpoint],
    ...Object.entries(provider.details).map(([name, value]) => [`${provider.id} ${name}`, value] as const),
    ...Object.entries(manifest.versions),
    ...Object.entries(manifest.machine).map(([name, value]) => [name, String(value)] as const),
  ];
  return {
    command: toCommandLine(summary),
    facts: facts.filter(isFirst),
    functions: toFunctionsTable(manifest),
    source: toSource(manifest.scenarioSource),
  };
}

/** Software and machine may both name the runtime. */
function isFirst(
  fact: readonly [string, string],
  at: number,
  facts: readonly (readonly [string, string])[],
): boolean {
  return facts.findIndex(([name, value]) => name === fact[0] && value === fact[1]) === at;
}

function toFunctionsTable({ functions }: RunManifest): Table {
  return {
    title: 'Functions as deployed',
    columns: [
      textColumn('Function'),
      textColumn('Runtime'),
      textColumn('Architecture'),
      numberColumn('Memory'),
      numberColumn('Deployed in'),
    ],
    rows: functions.map((one) => [
      textCell(one.name),
      textCell(one.runtime),
      textCell(one.architecture),
      textCell(one.memoryMiB > 0 ? `${formatCount(one.memoryMiB)} MiB` : 'not known', {
        value: one.memoryMiB,
      }),
      durationCell(one.deployDurationMs),
    ]),
  };
}

function toSource(source: unknown): string {
  const json = JSON.stringify(source, undefined, 2) ?? '';
  return json.length > maxSource ? `${json.slice(0, maxSource)}\n… (the rest is in the run directory)` : json;
}
