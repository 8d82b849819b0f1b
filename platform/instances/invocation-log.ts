/**
 * The log of one instance: what its function writes, and what the platform says of each invocation that asks for it, in
 * Lambda's lines or as JSON. Who listens to the platform's events hears them from here too.
 */
import type { Clock } from '../clock.ts';
import { isLevelWanted, type LoggingSettings } from '../control/logging-settings.ts';
import {
  type EndFields,
  type InitFields,
  type PlatformEvent,
  toEvent,
  toInitReport,
  toInitRuntimeDone,
  toLogLevel,
  toReport,
  toRuntimeDone,
} from '../metering/platform-event.ts';
import { toEndLine, toInitReportLine, toReportLine, toStartLine } from '../metering/report-line.ts';
import type { Ending, LimitBroken } from './ending.ts';
import type { Invocation, InvocationResult } from './invocation.ts';
import { createLogBuffer } from './log-buffer.ts';

export interface InvocationLog {
  write(chunk: Buffer): void;
  initStarted(phase: InitFields['phase']): void;
  /** @param ending - undefined when the instance is ready. */
  initEnded(
    phase: InitFields['phase'],
    durationMs: number,
    ending: Ending | undefined,
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

export interface InvocationLogOptions {
  readonly clock: Clock;
  readonly memoryLimitMiB: number;
  readonly functionName: string;
  readonly version: string;
  readonly logging: LoggingSettings;
  readonly initializationType: InitFields['initializationType'];
  /** Who listens to the platform's events now; undefined for nobody. */
  listener?(): ((event: PlatformEvent) => void) | undefined;
}

/** What the Lambda API returns of a log (docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, `LogType`). */
const tailBytes = 4096;

export function createInvocationLog(options: InvocationLogOptions): InvocationLog {
  const { clock, memoryLimitMiB, version, logging, initializationType } = options;
  const buffer = createLogBuffer(tailBytes);
  const isJson = logging.format === 'JSON';
  const writeLine = (line: string): void => buffer.write(Buffer.from(line));

  /** @param toEvents - called only where somebody reads the log or listens. */
  function tell(isRead: boolean, toEvents: (epochMs: number) => readonly PlatformEvent[]): void {
    const listener = options.listener?.();
    if (listener === undefined && !(isJson && isRead)) return;
    for (const event of toEvents(clock.epochMs())) {
      listener?.(event);
      const isWritten = isJson && isRead && isLevelWanted(toLogLevel(event), logging.systemLevel);
      if (isWritten) writeLine(`${JSON.stringify(event)}\n`);
    }
  }

  function tellEnd(
    { requestId, wantsLogTail }: Invocation,
    ending: Ending,
    result: Omit<InvocationResult, 'logTail'>,
  ): void {
    const end = toRunEnd(ending);
    const report = {
      ...result,
      requestId,
      memoryLimitMiB,
      maxMemoryUsedMiB: result.maxMemoryUsedMiB ?? 0,
    };
    tell(wantsLogTail, (nowMs) => {
      const metrics = { durationMs: result.durationMs, producedBytes: result.payload.length };
      return [toRuntimeDone(nowMs, requestId, end, metrics), toReport(nowMs, report, end)];
    });
    if (wantsLogTail && !isJson) {
      const isBroken = end.status !== 'success';
      if (isBroken && ending.failure?.message) writeLine(`${ending.failure.message}\n`);
      writeLine(toEndLine(requestId));
      const status = isBroken ? (end.status === 'timeout' ? 'timeout' : 'error') : undefined;
      writeLine(toReportLine({ ...report, status, errorType: end.errorType }));
    }
  }

  return {
    write: (chunk) => buffer.write(chunk),
    initStarted(phase) {
      tell(true, (nowMs) => [
        toEvent('platform.initStart', nowMs, {
          initializationType,
          phase,
          functionName: options.functionName,
          functionVersion: version,
          instanceMaxMemory: memoryLimitMiB * 2 ** 20,
        }),
      ]);
    },
    initEnded(phase, initDurationMs, ending, broken) {
      const end = ending === undefined ? success : toInitEnd(ending, broken);
      const init = { initializationType, phase };
      tell(true, (nowMs) => [
        toInitRuntimeDone(nowMs, init, end),
        toInitReport(nowMs, init, end, initDurationMs),
      ]);
      if (isJson || end.status === 'success') return;
      const status = end.status === 'timeout' ? 'timeout' : 'error';
      writeLine(toInitReportLine({ initDurationMs, phase, status, errorType: end.errorType }));
    },
    started({ requestId, wantsLogTail }) {
      if (wantsLogTail && !isJson) writeLine(toStartLine(requestId, version));
      tell(wantsLogTail, (nowMs) => [toEvent('platform.start', nowMs, { requestId, version })]);
    },
    ended(invocation, ending, result) {
      const { wantsLogTail } = invocation;
      // Most invocations have nobody who hears of them.
      if (wantsLogTail || options.listener?.() !== undefined) tellEnd(invocation, ending, result);
      const tail = wantsLogTail ? buffer.read() : undefined;
      buffer.clear();
      return tail;
    },
  };
}

const success: EndFields = { status: 'success' };

function toInitEnd({ failure }: Ending, broken: LimitBroken | undefined): EndFields {
  return broken === 'timeout' ? { status: 'timeout' } : { status: 'error', errorType: failure?.errorType };
}

/** A failure that the instance survives is the function's answer, and no event of the platform. */
function toRunEnd({ failure, cause }: Ending): EndFields {
  if (failure === undefined || cause === undefined) return success;
  return cause === 'timeout' ? { status: 'timeout' } : { status: 'error', errorType: failure.errorType };
}
