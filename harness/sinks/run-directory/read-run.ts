/** Reads a run back from its directory: finished, aborted or killed. */
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FaasmarkError, errorCodeOf, messageOf } from '../../contract/errors.ts';
import type { Invocation } from '../../contract/invocation.ts';
import type { Phase } from '../../contract/phase.ts';
import type { InstanceRecord } from '../../contract/provider.ts';
import type { RunRecord } from '../../contract/run-record.ts';
import type { GeneratorSample, RunEnd, RunEvent, RunManifest } from '../../contract/sink.ts';
import { files } from './layout.ts';

/** @throws FaasmarkError `RUN_UNREADABLE`. */
export async function readRun(directory: string): Promise<RunRecord> {
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
  const added = await readLines<Phase>(directory, files.phases);
  return {
    manifest: { ...manifest, phases: [...manifest.phases, ...added] },
    invocations: await readLines<Invocation>(directory, files.invocations),
    events: await readLines<RunEvent>(directory, files.events),
    generator: await readLines<GeneratorSample>(directory, files.generator),
    instances: await readLines<InstanceRecord>(directory, files.instances),
    end: await readJson<RunEnd>(directory, files.end),
  };
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

/** A line that does not parse is an error, unless it is the last: that one was being written at a kill. */
async function readLines<Row>(directory: string, file: string): Promise<Row[]> {
  const path = join(directory, file);
  const rows: Row[] = [];
  let torn: { readonly line: number; readonly error: unknown } | undefined;
  let number = 0;
  try {
    const handle = await open(path);
    for await (const line of handle.readLines()) {
      number++;
      if (torn !== undefined) break;
      try {
        rows.push(JSON.parse(line) as Row);
      } catch (error) {
        torn = { line: number, error };
      }
    }
  } catch (error) {
    if (isMissing(error)) return [];
    throw unreadable(path, error);
  }
  if (torn !== undefined && torn.line < number) throw unreadable(`${path}:${torn.line}`, torn.error);
  return rows;
}

function isMissing(error: unknown): boolean {
  const code = errorCodeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function unreadable(place: string, error: unknown): FaasmarkError {
  return new FaasmarkError('RUN_UNREADABLE', `cannot read ${place}: ${messageOf(error)}`, { cause: error });
}
