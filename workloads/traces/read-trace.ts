/** A trace of Azure Functions, of whichever year: of 2019, counts by minute, or of 2021, single invocations. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { readAzure2019 } from './read-azure-2019.ts';
import { readAzure2021 } from './read-azure-2021.ts';
import type { TraceSelection, TracedFunction } from './trace.ts';

export interface TraceFiles {
  readonly invocations: string;
  /** Of the trace of 2019 alone. */
  readonly durations?: string | undefined;
  readonly memory?: string | undefined;
}

/**
 * The one of 2021 begins with the column `app`. What else a file may be, its reader says.
 *
 * @throws FaasmarkError `TRACE_UNREADABLE`, `TRACE_INVALID`.
 */
export async function readTrace(
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
