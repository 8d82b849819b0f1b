import { describe, expect, it } from '@jest/globals';
import type { InvocationTarget } from '../../../harness/contract/target.ts';
import { type Answer, readAnswer } from '../../../harness/measure/read-answer.ts';

const base: InvocationTarget = {
  origin: 'http://127.0.0.1:1',
  path: '/',
  method: 'POST',
  headers: {},
  body: '{}',
  dialect: 'plain',
  timeoutMs: 1000,
};
const lambda: InvocationTarget = { ...base, dialect: 'lambda-invoke' };

const probed = (invocation: number, output: unknown = {}): string =>
  JSON.stringify({
    probe: { instance: 'i-1', invocation, initDurationMs: 50, handlerDurationMs: 2 },
    output,
  });
interface AnswerFields {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
const answer = ({ status = 200, headers = {}, body = '{}' }: AnswerFields): Answer => ({
  status,
  header: (name) => headers[name],
  bodyLength: Buffer.byteLength(body),
  body: () => Buffer.from(body),
});
const tail = (text: string): string => Buffer.from(text).toString('base64');
const report = (id: string, init = ''): string =>
  `START RequestId: ${id} Version: $LATEST\nEND RequestId: ${id}\n` +
  `REPORT RequestId: ${id}\tDuration: 3.10 ms\tBilled Duration: 124 ms\tMemory Size: 128 MB\tMax Memory Used: 61 MB\t${init}\n`;

describe('an answer on a plain route', () => {
  it('is cold when the probe counts the first invocation of its instance', () => {
    expect(readAnswer(answer({ body: probed(1) }), base)).toMatchObject({
      outcome: 'ok',
      start: 'cold',
      evidence: 'probe',
      instance: 'i-1',
      initDurationMs: 50,
      handlerDurationMs: 2,
    });
  });

  it('is warm when the probe counts a later one, and then has no initialisation', () => {
    const reading = readAnswer(answer({ body: probed(2) }), base);
    expect(reading).toMatchObject({ start: 'warm', evidence: 'probe', initDurationMs: undefined });
  });

  it('is warm when the instance was new but started ahead: the platform reports no initialisation', () => {
    const headers = { 'x-faas-billed-duration-ms': '3' };
    expect(readAnswer(answer({ headers, body: probed(1) }), base)).toMatchObject({
      start: 'warm',
      evidence: 'probe',
    });
  });

  it('is cold when its initialisation was repeated within it, and so has no duration of its own', () => {
    const headers = { 'x-faas-billed-duration-ms': '15000', 'x-faas-start': 'cold' };
    expect(readAnswer(answer({ headers, body: probed(1) }), base)).toMatchObject({ start: 'cold' });
  });

  it('is a cold waiter when the platform says that the instance was starting for another', () => {
    const headers = { 'x-faas-billed-duration-ms': '3', 'x-faas-start': 'coldWaiter' };
    expect(readAnswer(answer({ headers, body: probed(2) }), base)).toMatchObject({
      start: 'coldWaiter',
      initDurationMs: undefined,
    });
  });

  it('takes what the platform measured over what the probe did', () => {
    const headers = {
      'x-faas-request-id': 'r-1',
      'x-faas-init-duration-ms': '61.5',
      'x-faas-billed-duration-ms': '64',
      'x-faas-max-memory-used-mib': '43',
    };
    expect(readAnswer(answer({ headers, body: probed(1) }), base)).toMatchObject({
      requestId: 'r-1',
      initDurationMs: 61.5,
      billedDurationMs: 64,
      maxMemoryUsedMiB: 43,
    });
  });

  it('is unknown where neither a probe nor the platform says anything', () => {
    expect(readAnswer(answer({ body: 'hello' }), base)).toMatchObject({
      outcome: 'ok',
      start: 'unknown',
      evidence: 'none',
    });
  });

  it.each([
    [201, 'ok'],
    [429, 'throttled'],
    [504, 'timedOut'],
    [408, 'timedOut'],
    [502, 'failed'],
    [404, 'failed'],
    [302, 'failed'],
  ])('with status %i is %s', (status, outcome) => {
    expect(readAnswer(answer({ status }), base).outcome).toBe(outcome);
  });

  it('says why it failed', () => {
    const body = JSON.stringify({
      errorType: 'TypeError',
      errorMessage: 'RequestId: 1a-2b Error: no such thing',
    });
    expect(readAnswer(answer({ status: 502, body }), base).error).toBe('TypeError: no such thing');
    expect(readAnswer(answer({ status: 503, body: 'busy' }), base).error).toBe('HTTP 503');
  });

  it('makes nothing of a throttled answer: no instance was involved', () => {
    expect(readAnswer(answer({ status: 429 }), base)).toMatchObject({ start: 'unknown', evidence: 'none' });
  });
});

describe('the output check', () => {
  const target = { ...base, expectedOutput: { sum: 3, list: [1, 2] } };

  it.each([
    ['the expected fields and more', { sum: 3, list: [1, 2], extra: true }, 'ok', undefined],
    ['a wrong value', { sum: 4, list: [1, 2] }, 'incorrect', 'OutputCheck: expected sum 3, got 4'],
    ['a missing field', { sum: 3 }, 'incorrect', 'OutputCheck: expected list [1,2], got nothing'],
    ['no object', 'three', 'incorrect', 'OutputCheck: expected an object, got "three"'],
  ])('makes an answer with %s %s', (_, output, outcome, error) => {
    expect(readAnswer(answer({ body: probed(2, output) }), target)).toMatchObject({ outcome, error });
  });

  it('looks at the whole answer where there is no probe', () => {
    expect(readAnswer(answer({ body: '{"sum":3,"list":[1,2]}' }), target).outcome).toBe('ok');
  });

  it('does not judge an answer that failed anyway', () => {
    expect(readAnswer(answer({ status: 500, body: '{}' }), target).outcome).toBe('failed');
  });
});

describe('an answer of AWS Lambda', () => {
  it('is cold by the REPORT line where there is no probe', () => {
    const headers = {
      'x-amzn-requestid': 'id-1',
      'x-amz-log-result': tail(report('id-1', 'Init Duration: 120.25 ms\t')),
    };
    expect(readAnswer(answer({ headers }), lambda)).toMatchObject({
      outcome: 'ok',
      start: 'cold',
      evidence: 'provider',
      requestId: 'id-1',
      initDurationMs: 120.25,
      handlerDurationMs: 3.1,
      billedDurationMs: 124,
      maxMemoryUsedMiB: 61,
    });
  });

  it('is warm by a REPORT line without an initialisation', () => {
    const headers = { 'x-amzn-requestid': 'id-1', 'x-amz-log-result': tail(report('id-1')) };
    expect(readAnswer(answer({ headers }), lambda)).toMatchObject({ start: 'warm', evidence: 'provider' });
  });

  it('does not believe the REPORT line of another invocation', () => {
    const headers = {
      'x-amzn-requestid': 'id-1',
      'x-amz-log-result': tail(report('id-2', 'Init Duration: 1.00 ms\t')),
    };
    expect(readAnswer(answer({ headers }), lambda)).toMatchObject({
      start: 'unknown',
      billedDurationMs: undefined,
    });
  });

  it.each([
    ['a handler that threw', '{"errorType":"Error","errorMessage":"boom"}', 'failed', 'Error: boom'],
    [
      'a timeout, in the newer wording',
      '{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: ab-1 Error: Task timed out after 3.00 seconds"}',
      'timedOut',
      'Sandbox.Timedout: Task timed out after 3.00 seconds',
    ],
    [
      'a timeout, in the older wording',
      '{"errorMessage":"2026-11-24T08:00:00.000Z ab-1 Task timed out after 3.00 seconds"}',
      'timedOut',
      'HTTP 200: 2026-11-24T08:00:00.000Z ab-1 Task timed out after 3.00 seconds',
    ],
  ])('with status 200 tells %s by its error header', (_, body, outcome, error) => {
    const headers = { 'x-amz-function-error': 'Unhandled' };
    expect(readAnswer(answer({ headers, body }), lambda)).toMatchObject({ outcome, error });
  });

  it('names a throttle by its type', () => {
    const headers = { 'x-amzn-errortype': 'TooManyRequestsException' };
    const body = '{"Reason":"ConcurrentInvocationLimitExceeded","message":"Rate exceeded"}';
    expect(readAnswer(answer({ status: 429, headers, body }), lambda)).toMatchObject({
      outcome: 'throttled',
      error: 'TooManyRequestsException: Rate exceeded',
    });
  });
});
