/** Reads a run again and again while it is being written, and of the invocations only those that are new. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Invocation } from '../../contract/invocation.ts';
import type { RunRecord } from '../../contract/run-record.ts';
import { files } from './layout.ts';
import { isMissing, unreadable } from './read-lines.ts';
import { readRunFrame } from './read-run.ts';

export interface RunFollower {
  /**
   * All that is there until now, by whole lines.
   *
   * @throws FaasmarkError `RUN_UNREADABLE`: also before the run has begun.
   */
  read(): Promise<RunRecord>;
}

export function followRun(directory: string): RunFollower {
  const invocations: Invocation[] = [];
  const path = join(directory, files.invocations);
  let offset = 0;
  return {
    async read() {
      const frame = await readRunFrame(directory);
      const lines = await readFrom(path, offset);
      for (const line of lines.text.split('\n').slice(0, -1)) invocations.push(parse(path, line));
      offset = lines.end;
      return { ...frame, invocations };
    },
  };
}

const lineEnd = '\n'.charCodeAt(0);

/** Up to the end of the last whole line. */
async function readFrom(
  path: string,
  start: number,
): Promise<{ readonly text: string; readonly end: number }> {
  try {
    const handle = await open(path);
    try {
      const { size } = await handle.stat();
      const bytes = Buffer.alloc(Math.max(0, size - start));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
      const whole = bytes.subarray(0, bytes.subarray(0, bytesRead).lastIndexOf(lineEnd) + 1);
      return { text: whole.toString(), end: start + whole.length };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isMissing(error)) return { text: '', end: start };
    throw unreadable(path, error);
  }
}

function parse(path: string, line: string): Invocation {
  try {
    return JSON.parse(line) as Invocation;
  } catch (error) {
    throw unreadable(path, error);
  }
}
