/** The last lines that each function wrote, of all its instances. */
import { createFeed, type Feed } from './feed.ts';

export interface LogLine {
  readonly atEpochMs: number;
  readonly function: string;
  readonly instance: string;
  readonly text: string;
}

export interface FunctionLogs {
  readonly feed: Feed<LogLine>;
  /** For one instance: takes what it writes, in whatever pieces. */
  createWriter(functionName: string, instance: string): LogWriter;
}

export interface LogWriter {
  write(chunk: Buffer): void;
}

const rememberedLines = 5000;
/** A longer line is told in parts. */
const longestLine = 4096;

/** @param epochMs - the time, in milliseconds since the Unix epoch. */
export function createFunctionLogs(epochMs: () => number): FunctionLogs {
  const feed = createFeed<LogLine>(rememberedLines);
  return {
    feed,
    createWriter(functionName, instance) {
      let unfinished = '';
      const tell = (text: string): void =>
        feed.push({ atEpochMs: epochMs(), function: functionName, instance, text: detach(text) });
      return {
        write(chunk) {
          const lines = (unfinished + chunk.toString('utf8')).split('\n');
          unfinished = lines.pop() ?? '';
          // A flood is remembered by its end alone: to tell all of it would cost more than to write it.
          for (const line of lines.slice(-rememberedLines)) tell(line.slice(0, longestLine));
          if (unfinished.length <= longestLine) return;
          tell(unfinished.slice(0, longestLine));
          unfinished = '';
        },
      };
    },
  };
}

/** A part of a string keeps the whole of it in memory: a flood would be remembered at many times its bound. */
function detach(text: string): string {
  return Buffer.from(text).toString();
}
