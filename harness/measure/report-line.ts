/** The REPORT line that AWS Lambda writes for every invocation, as it comes back in the log tail. */
import type { Millis } from '../contract/units.ts';

export interface ReportLine {
  readonly durationMs: Millis;
  readonly billedDurationMs: Millis;
  readonly maxMemoryUsedMiB: number;
  /** Only there for a cold start. */
  readonly initDurationMs: Millis | undefined;
}

/**
 * Finds the REPORT line of an invocation in a log.
 *
 * Fields are found by name, not by position: AWS writes `Init Duration` last, the runtime interface emulator first.
 * `Duration` alone must not match inside `Billed Duration` or `Init Duration`. Lines of other invocations are skipped,
 * because an emulator may add a second line with an id of its own.
 */
export function parseReportLine(log: string, requestId: string | undefined): ReportLine | undefined {
  const line = log
    .split('\n')
    .find((one) => one.startsWith('REPORT ') && (requestId === undefined || one.includes(requestId)));
  if (line === undefined) return undefined;
  const fields = new Map(
    line.split('\t').flatMap((field): [string, number][] => {
      const [, name, value] = /^([A-Za-z ]+): ([\d.]+) (?:ms|MB)$/.exec(field.trim()) ?? [];
      return name === undefined ? [] : [[name, Number(value)]];
    }),
  );
  const durationMs = fields.get('Duration');
  const billedDurationMs = fields.get('Billed Duration');
  const maxMemoryUsedMiB = fields.get('Max Memory Used');
  if (durationMs === undefined || billedDurationMs === undefined || maxMemoryUsedMiB === undefined)
    return undefined;
  // A copy of a snapshot is restored instead of initialised.
  const initDurationMs = fields.get('Init Duration') ?? fields.get('Restore Duration');
  return { durationMs, billedDurationMs, maxMemoryUsedMiB, initDurationMs };
}
