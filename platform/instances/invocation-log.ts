/** The log of one instance: what its function writes, and Lambda's lines around each invocation that asks for them. */
import { toEndLine, toInitReportLine, toReportLine, toStartLine } from '../metering/report-line.ts';
import type { Ending, LimitBroken } from './ending.ts';
import type { Invocation, InvocationResult } from './invocation.ts';
import { createLogBuffer } from './log-buffer.ts';

export interface InvocationLog {
  write(chunk: Buffer): void;
  /** An initialisation that failed. */
  initFailed(
    durationMs: number,
    phase: 'init' | 'invoke',
    ending: Ending,
    broken: LimitBroken | undefined,
  ): void;
  started(invocation: Invocation): void;
  /** @returns the end of the log, if the invocation asked for it; the log then begins anew. */
  ended(
    invocation: Invocation,
    ending: Ending,
    result: Omit<InvocationResult, 'logTail'>,
  ): Buffer | undefined;
}

/** What the Lambda API returns of a log (docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, `LogType`). */
const tailBytes = 4096;

export function createInvocationLog(memoryLimitMiB: number, version: string): InvocationLog {
  const buffer = createLogBuffer(tailBytes);
  const writeLine = (line: string): void => buffer.write(Buffer.from(line));
  return {
    write: (chunk) => buffer.write(chunk),
    initFailed(initDurationMs, phase, { failure }, broken) {
      const status = broken === 'timeout' ? 'timeout' : 'error';
      const errorType = status === 'error' ? failure?.errorType : undefined;
      writeLine(toInitReportLine({ initDurationMs, phase, status, errorType }));
    },
    started({ requestId, wantsLogTail }) {
      if (wantsLogTail) writeLine(toStartLine(requestId, version));
    },
    ended({ requestId, wantsLogTail }, { failure, cause }, result) {
      if (wantsLogTail) {
        const isBroken = failure !== undefined && cause !== undefined;
        const isTimeout = cause === 'timeout';
        if (isBroken && failure.message !== '') writeLine(`${failure.message}\n`);
        writeLine(toEndLine(requestId));
        writeLine(
          toReportLine({
            ...result,
            requestId,
            memoryLimitMiB,
            maxMemoryUsedMiB: result.maxMemoryUsedMiB ?? 0,
            status: isTimeout ? 'timeout' : isBroken ? 'error' : undefined,
            errorType: isBroken && !isTimeout ? failure.errorType : undefined,
          }),
        );
      }
      const tail = wantsLogTail ? buffer.read() : undefined;
      buffer.clear();
      return tail;
    },
  };
}
