import { describe, expect, it } from '@jest/globals';
import { parseReportLine } from '../../../../harness/measure/report-line.ts';
import {
  type ReportFields,
  toEndLine,
  toInitReportLine,
  toReportLine,
  toStartLine,
} from '../../../../platform/metering/report-line.ts';
import { parseReportStrictly } from '../../../support/strict-report-line.ts';

const requestId = '8286a188-ba32-4475-8077-530cd35c09a9';
const warm: ReportFields = {
  requestId,
  durationMs: 3.1,
  billedDurationMs: 4,
  memoryLimitMiB: 128,
  maxMemoryUsedMiB: 61,
};
const head = `REPORT RequestId: ${requestId}\tDuration: 3.10 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 61 MB\t`;

const rows: [string, ReportFields, string][] = [
  ['a warm start', warm, `${head}\n`],
  ['a cold start', { ...warm, initDurationMs: 170.126 }, `${head}Init Duration: 170.13 ms\t\n`],
  ['a timeout', { ...warm, status: 'timeout' }, `${head}Status: timeout\t\n`],
  [
    'a cold start that failed',
    { ...warm, initDurationMs: 20, status: 'error', errorType: 'Runtime.ExitError' },
    `${head}Init Duration: 20.00 ms\tStatus: error\tError Type: Runtime.ExitError\t\n`,
  ],
];

describe('the REPORT line of a copy of a snapshot', () => {
  const line = toReportLine({ ...warm, initDurationMs: 52.3, isRestored: true });

  it('states the restoration, and what of it is billed, in the place of the initialisation', () => {
    expect(line).toBe(`${head}Restore Duration: 52.30 ms\tBilled Restore Duration: 53 ms\t\n`);
  });

  it('is read by the harness as the time that it took to start', () => {
    expect(parseReportLine(line, requestId)).toMatchObject({ durationMs: 3.1, initDurationMs: 52.3 });
  });
});

describe.each(rows)('the REPORT line of %s', (_, fields, line) => {
  it('is written as AWS Lambda writes it, with a tab after each field', () => {
    expect(toReportLine(fields)).toBe(line);
  });

  it('is read by a parser that insists on every field in its place', () => {
    expect(parseReportStrictly(toReportLine(fields))).toMatchObject({
      requestId,
      durationMs: 3.1,
      billedDurationMs: 4,
      memorySizeMiB: 128,
      maxMemoryUsedMiB: 61,
      ...(fields.initDurationMs !== undefined && {
        initDurationMs: Number(fields.initDurationMs.toFixed(2)),
      }),
    });
  });

  it('is read by the harness', () => {
    const log = toStartLine(requestId, '$LATEST') + toEndLine(requestId) + toReportLine(fields);
    expect(parseReportLine(log, requestId)).toEqual({
      durationMs: 3.1,
      billedDurationMs: 4,
      maxMemoryUsedMiB: 61,
      initDurationMs: fields.initDurationMs && Number(fields.initDurationMs.toFixed(2)),
    });
  });
});

describe('the lines around it', () => {
  it.each([
    ['begin an invocation', toStartLine('r', '$LATEST'), 'START RequestId: r Version: $LATEST\n'],
    ['end one', toEndLine('r'), 'END RequestId: r\n'],
    [
      'report an initialisation that took too long',
      toInitReportLine({ initDurationMs: 9999.987, phase: 'init', status: 'timeout' }),
      'INIT_REPORT Init Duration: 9999.99 ms\tPhase: init\tStatus: timeout\t\n',
    ],
    [
      'report one that failed',
      toInitReportLine({ initDurationMs: 1, phase: 'invoke', status: 'error', errorType: 'Runtime.Unknown' }),
      'INIT_REPORT Init Duration: 1.00 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.Unknown\t\n',
    ],
  ])('%s', (_, line, expected) => {
    expect(line).toBe(expected);
  });
});
