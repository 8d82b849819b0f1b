/**
 * The log lines that AWS Lambda writes around an invocation. Parsers in the field insist on the order of the fields
 * and on the tab after each, the last one included.
 */

export interface ReportFields {
  readonly requestId: string;
  readonly durationMs: number;
  readonly billedDurationMs: number;
  readonly memoryLimitMiB: number;
  readonly maxMemoryUsedMiB: number;
  /** Undefined on a warm start. */
  readonly initDurationMs?: number | undefined;
  /** Whether that was a restoration from a snapshot. Default: no. */
  readonly isRestored?: boolean | undefined;
  readonly status?: 'timeout' | 'error' | undefined;
  /** With status `error`. */
  readonly errorType?: string | undefined;
}

export function toStartLine(requestId: string, version: string): string {
  return `START RequestId: ${requestId} Version: ${version}\n`;
}

export function toEndLine(requestId: string): string {
  return `END RequestId: ${requestId}\n`;
}

export function toReportLine(report: ReportFields): string {
  const fields = [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${report.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${report.billedDurationMs} ms`,
    `Memory Size: ${report.memoryLimitMiB} MB`,
    `Max Memory Used: ${report.maxMemoryUsedMiB} MB`,
  ];
  if (report.initDurationMs !== undefined) fields.push(...toStartFields(report.initDurationMs, report));
  if (report.status !== undefined) fields.push(`Status: ${report.status}`);
  if (report.errorType !== undefined) fields.push(`Error Type: ${report.errorType}`);
  return `${fields.join('\t')}\t\n`;
}

function toStartFields(durationMs: number, { isRestored }: ReportFields): string[] {
  const stated = durationMs.toFixed(2);
  if (isRestored !== true) return [`Init Duration: ${stated} ms`];
  return [`Restore Duration: ${stated} ms`, `Billed Restore Duration: ${Math.ceil(durationMs)} ms`];
}

export interface InitReportFields {
  readonly initDurationMs: number;
  /** `init`: before the invocation; `invoke`: repeated within it. */
  readonly phase: 'init' | 'invoke';
  readonly status: 'timeout' | 'error';
  readonly errorType?: string | undefined;
}

/** Written when an initialisation failed or took too long. */
export function toInitReportLine(report: InitReportFields): string {
  const fields = [
    `INIT_REPORT Init Duration: ${report.initDurationMs.toFixed(2)} ms`,
    `Phase: ${report.phase}`,
    `Status: ${report.status}`,
  ];
  if (report.errorType !== undefined) fields.push(`Error Type: ${report.errorType}`);
  return `${fields.join('\t')}\t\n`;
}
