/** Reads a run back from its directory: finished, aborted or killed. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FaasmarkError } from '../../contract/errors.ts';
import type { Invocation } from '../../contract/invocation.ts';
import type { LedgerEntry } from '../../contract/ledger-entry.ts';
import type { Phase } from '../../contract/phase.ts';
import type { InstanceRecord } from '../../contract/provider.ts';
import type { RunRecord } from '../../contract/run-record.ts';
import type { GeneratorSample, RunEnd, RunEvent, RunManifest } from '../../contract/sink.ts';
import type { RunSummary } from '../../contract/summary.ts';
import { files } from './layout.ts';
import { isMissing, readLines, unreadable } from './read-lines.ts';

/** @throws FaasmarkError `RUN_UNREADABLE`. */
export async function readRun(directory: string): Promise<RunRecord> {
  const frame = await readRunFrame(directory);
  return { ...frame, invocations: await readAll<Invocation>(directory, files.invocations) };
}

/**
 * All but the invocations: what is small however long the run was.
 *
 * @throws FaasmarkError `RUN_UNREADABLE`.
 */
export async function readRunFrame(directory: string): Promise<Omit<RunRecord, 'invocations'>> {
  const manifest = await readJson<RunManifest>(directory, files.manifest);
  if (manifest?.schema !== 'faasmark/manifest/1') {
    throw new FaasmarkError(
      'RUN_UNREADABLE',
      `${directory} is not a run directory: it has no ${files.manifest}`,
      {
        hint: 'Give the folder of one run, such as faasmark-runs/<run>.',
      },
    );
  }
  const added = await readAll<Phase>(directory, files.phases);
  return {
    manifest: { ...manifest, phases: [...manifest.phases, ...added] },
    events: await readAll<RunEvent>(directory, files.events),
    generator: await readAll<GeneratorSample>(directory, files.generator),
    instances: await readAll<InstanceRecord>(directory, files.instances),
    ledger: await readAll<LedgerEntry>(directory, files.ledger),
    end: await readJson<RunEnd>(directory, files.end),
  };
}

/**
 * The result that was made of the run, by this version or one that made the same; undefined when there is none.
 *
 * @throws FaasmarkError `RUN_UNREADABLE`.
 */
export async function readSummary(directory: string): Promise<RunSummary | undefined> {
  const summary = await readJson<RunSummary>(directory, files.summary);
  return summary?.schema === 'faasmark/summary/1' ? summary : undefined;
}

async function readAll<Row>(directory: string, file: string): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of readLines<Row>(directory, file)) rows.push(row);
  return rows;
}

async function readJson<Value>(directory: string, file: string): Promise<Value | undefined> {
  const path = join(directory, file);
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Value;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unreadable(path, error);
  }
}
