/** From the answer on the wire to what it says about the invocation: outcome, start kind, instance, telemetry. */
import type { Invocation, Outcome } from '../contract/invocation.ts';
import type { InvocationTarget } from '../contract/target.ts';
import { labelStart } from './label-start.ts';
import { findOutputError } from './output-check.ts';
import { type ProbedAnswer, isRecord, parseProbedAnswer } from './probe-report.ts';
import { parseReportLine } from './report-line.ts';

/** An answer as the client holds it: nothing is decoded that nobody asks for. */
export interface Answer {
  readonly status: number;
  /** @param name - in lower case. */
  header(name: string): string | undefined;
  /** Of the body, in bytes. */
  readonly bodyLength: number;
  body(): Buffer;
}

/** Everything of an invocation that its answer says; the instants are the client's. */
export type AnswerReading = Pick<
  Invocation,
  | 'outcome'
  | 'start'
  | 'evidence'
  | 'instance'
  | 'requestId'
  | 'error'
  | 'initDurationMs'
  | 'handlerDurationMs'
  | 'handlerStartedAtEpochMs'
  | 'billedDurationMs'
  | 'maxMemoryUsedMiB'
>;

/** What an invocation without an answer has to say for itself. */
export const nothingTold: Omit<AnswerReading, 'outcome' | 'error'> = {
  start: 'unknown',
  evidence: 'none',
  instance: undefined,
  requestId: undefined,
  initDurationMs: undefined,
  handlerDurationMs: undefined,
  handlerStartedAtEpochMs: undefined,
  billedDurationMs: undefined,
  maxMemoryUsedMiB: undefined,
};

/** What the provider says beside the function's answer, whatever dialect it says it in. */
interface ProviderReport {
  readonly outcome: Outcome;
  /** Error type, where the provider names one. */
  readonly errorType: string | undefined;
  readonly requestId: string | undefined;
  /** Whether the provider tells a cold start from a warm one at all. */
  readonly tellsInit: boolean;
  /** What it says of the start beside that, where it says anything: `cold`, `coldWaiter`, `warm`. */
  readonly start: string | undefined;
  readonly initDurationMs: number | undefined;
  readonly durationMs: number | undefined;
  readonly billedDurationMs: number | undefined;
  readonly maxMemoryUsedMiB: number | undefined;
}

/**
 * Whether an answer has to be read at all: one of a plain target that is right by its status alone and in which nobody
 * tells anything says no more than that it came.
 */
export function isBareAnswer(answer: Answer, target: InvocationTarget): boolean {
  return (
    target.dialect === 'plain' &&
    target.expectedOutput === undefined &&
    answer.status >= 200 &&
    answer.status < 300 &&
    answer.header('x-faas-request-id') === undefined &&
    !mayHoldProbe(answer)
  );
}

const probeMark = Buffer.from('"probe"');
const shortestReport = '{"probe":{}}'.length;

/** Asked of every answer under load: the short ones are told by their length. */
function mayHoldProbe(answer: Answer): boolean {
  return answer.bodyLength >= shortestReport && answer.body().includes(probeMark);
}

export function readAnswer(answer: Answer, target: InvocationTarget): AnswerReading {
  const body = answer.body().toString('utf8');
  const report = readProviderReport(answer, body, target);
  const { probe, output } = parseProbedAnswer(body);
  const wrong = report.outcome === 'ok' ? findOutputError(output, target.expectedOutput) : undefined;
  const outcome = wrong === undefined ? report.outcome : 'incorrect';
  // A platform that refused or failed before the function ran says nothing about an instance.
  const isTold = report.tellsInit && (report.billedDurationMs !== undefined || report.outcome === 'ok');
  const label = labelStart({
    probeInvocation: probe?.invocation,
    // An initialisation that took too long and was repeated within the invocation has no duration of its own.
    providerInit: isTold ? report.initDurationMs !== undefined || report.start === 'cold' : undefined,
    isColdWaiter: report.start === 'coldWaiter',
  });
  return {
    ...label,
    outcome,
    instance: probe?.instance,
    requestId: report.requestId,
    error: outcome === 'ok' ? undefined : (wrong ?? describeError(report, answer, output)),
    initDurationMs: label.start === 'cold' ? (report.initDurationMs ?? probe?.initDurationMs) : undefined,
    handlerDurationMs: probe?.handlerDurationMs ?? report.durationMs,
    handlerStartedAtEpochMs: probe?.startedAtEpochMs,
    billedDurationMs: report.billedDurationMs,
    maxMemoryUsedMiB: report.maxMemoryUsedMiB,
  };
}

function readProviderReport(answer: Answer, body: string, target: InvocationTarget): ProviderReport {
  switch (target.dialect) {
    case 'lambda-invoke':
      return readLambdaInvoke(answer, body);
    case 'plain':
      return readPlain(answer);
  }
}

/** AWS Lambda `Invoke`: 200 for a function error too; the log tail holds the REPORT line if it was asked for. */
function readLambdaInvoke(answer: Answer, body: string): ProviderReport {
  const requestId = answer.header('x-amzn-requestid');
  const tail = answer.header('x-amz-log-result');
  const line =
    tail === undefined ? undefined : parseReportLine(Buffer.from(tail, 'base64').toString('utf8'), requestId);
  const functionError = answer.header('x-amz-function-error');
  return {
    outcome: functionError === undefined ? outcomeOfStatus(answer.status) : outcomeOfFunctionError(body),
    errorType: answer.header('x-amzn-errortype'),
    requestId,
    tellsInit: line !== undefined,
    start: undefined,
    initDurationMs: line?.initDurationMs,
    durationMs: line?.durationMs,
    billedDurationMs: line?.billedDurationMs,
    maxMemoryUsedMiB: line?.maxMemoryUsedMiB,
  };
}

/** A plain function route: the status is the outcome. The reference platform adds `x-faas-*`. */
function readPlain(answer: Answer): ProviderReport {
  const billedDurationMs = numberHeader(answer, 'x-faas-billed-duration-ms');
  return {
    outcome: outcomeOfStatus(answer.status),
    errorType: answer.header('x-faas-error-type'),
    requestId: answer.header('x-faas-request-id'),
    tellsInit: billedDurationMs !== undefined,
    start: answer.header('x-faas-start'),
    initDurationMs: numberHeader(answer, 'x-faas-init-duration-ms'),
    durationMs: numberHeader(answer, 'x-faas-duration-ms'),
    billedDurationMs,
    maxMemoryUsedMiB: numberHeader(answer, 'x-faas-max-memory-used-mib'),
  };
}

function outcomeOfStatus(status: number): Outcome {
  if (status >= 200 && status < 300) return 'ok';
  if (status === 429) return 'throttled';
  return status === 408 || status === 504 ? 'timedOut' : 'failed';
}

/** Lambda names a timeout only in the body, in one of two wordings. */
function outcomeOfFunctionError(body: string): Outcome {
  return /Task timed out after|Sandbox\.Timed?out/.test(body) ? 'timedOut' : 'failed';
}

/** `Type: message`, from the body where it has them as Lambda's errors do. */
function describeError(report: ProviderReport, answer: Answer, output: ProbedAnswer['output']): string {
  const fields = isRecord(output) ? output : {};
  // The function's own word is the more exact one: a provider knows only its own types.
  const type = text(fields['errorType']) ?? report.errorType ?? `HTTP ${answer.status}`;
  const message = text(fields['errorMessage']) ?? text(fields['message']) ?? text(fields['Message']);
  // Ids differ in every message; without them equal errors can be counted together.
  return message === undefined ? type : `${type}: ${message.replaceAll(/RequestId: [\w-]+ (Error: )?/g, '')}`;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberHeader(answer: Answer, name: string): number | undefined {
  const value = answer.header(name);
  return value === undefined || value === '' || Number.isNaN(Number(value)) ? undefined : Number(value);
}
