import { describe, expect, it } from '@jest/globals';
import { parseReportLine } from '../../../harness/measure/report-line.ts';

describe('a REPORT line', () => {
  it.each([
    [
      'of AWS, cold',
      'REPORT RequestId: a-1\tDuration: 67.49 ms\tBilled Duration: 3068 ms\tMemory Size: 128 MB\tMax Memory Used: 75 MB\tInit Duration: 3000.00 ms\t',
      { durationMs: 67.49, billedDurationMs: 3068, maxMemoryUsedMiB: 75, initDurationMs: 3000 },
    ],
    [
      'of AWS, warm',
      'REPORT RequestId: a-1\tDuration: 1.20 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 75 MB\t',
      { durationMs: 1.2, billedDurationMs: 2, maxMemoryUsedMiB: 75, initDurationMs: undefined },
    ],
    [
      'of the runtime interface emulator, which has another order',
      'REPORT RequestId: a-1\tInit Duration: 0.28 ms\tDuration: 129.31 ms\tBilled Duration: 130 ms\tMemory Size: 512 MB\tMax Memory Used: 512 MB\t',
      { durationMs: 129.31, billedDurationMs: 130, maxMemoryUsedMiB: 512, initDurationMs: 0.28 },
    ],
  ])('%s is read by the names of its fields', (_, line, expected) => {
    expect(parseReportLine(`some output\n${line}\n`, 'a-1')).toEqual(expected);
  });

  it.each([
    ['without one', 'START RequestId: a-1\n'],
    ['cut off in its middle', 'REPORT RequestId: a-1\tDuration: 1.20 ms\tBilled'],
    [
      'of another invocation',
      'REPORT RequestId: b-2\tDuration: 1.20 ms\tBilled Duration: 2 ms\tMax Memory Used: 7 MB\t',
    ],
  ])('is not found in a log %s', (_, log) => {
    expect(parseReportLine(log, 'a-1')).toBeUndefined();
  });
});
