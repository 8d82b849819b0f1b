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
  if (report.initDurationMs !== undefined)
    fields.push(`Init Duration: ${report.initDurationMs.toFixed(2)} ms`);
  if (report.status !== undefined) fields.push(`Status: ${report.status}`);
  if (report.errorType !== undefined) fields.push(`Error Type: ${report.errorType}`);
  return `${fields.join('\t')}\t\n`;
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
