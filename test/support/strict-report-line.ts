/** Reads a REPORT line as the strictest parsers in the field do: every field in its place, a tab after each. */

export interface StrictReport {
  readonly requestId: string;
  readonly durationMs: number;
  readonly billedDurationMs: number;
  readonly memorySizeMiB: number;
  readonly maxMemoryUsedMiB: number;
  readonly initDurationMs?: number;
  /** What follows the measurements: `Status: timeout`. */
  readonly rest: readonly string[];
}

/** In the order in which AWS Lambda writes them; how each value is written; whether it may be absent. */
const fields = [
  ['requestId', /^REPORT RequestId: ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/, false],
  ['durationMs', /^Duration: (\d+\.\d\d) ms$/, false],
  ['billedDurationMs', /^Billed Duration: (\d+) ms$/, false],
  ['memorySizeMiB', /^Memory Size: (\d+) MB$/, false],
  ['maxMemoryUsedMiB', /^Max Memory Used: (\d+) MB$/, false],
  ['initDurationMs', /^Init Duration: (\d+\.\d\d) ms$/, true],
] as const;

/** @throws Error when a field is missing, misplaced or written in another way. */
export function parseReportStrictly(line: string): StrictReport {
  if (!line.endsWith('\t\n')) throw new Error(`no tab at the end: ${JSON.stringify(line)}`);
  const parts = line.slice(0, -2).split('\t');
  const values: Record<string, unknown> = {};
  for (const [name, pattern, isOptional] of fields) {
    const value = pattern.exec(parts[0] ?? '')?.[1];
    if (value === undefined) {
      if (isOptional) continue;
      throw new Error(`no ${name} where it belongs: ${JSON.stringify(line)}`);
    }
    values[name] = name === 'requestId' ? value : Number(value);
    parts.shift();
  }
  return { ...(values as unknown as StrictReport), rest: parts };
}

/** The REPORT line in the tail of a log. */
export function findReportLine(log: string): string {
  return log.split(/(?<=\n)/).find((line) => line.startsWith('REPORT ')) ?? '';
}
