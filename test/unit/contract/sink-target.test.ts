import { describe, expect, it } from '@jest/globals';
import { parseSinkTargets } from '../../../harness/contract/sink-target.ts';

describe('sinks as the user names them', () => {
  it.each([
    ['csv', [{ kind: 'csv', to: undefined }]],
    ['csv=a.csv', [{ kind: 'csv', to: 'a.csv' }]],
    ['csv=a,b.csv', [{ kind: 'csv', to: 'a,b.csv' }]],
    ['influx=http://h:1?db=a&x=b,c', [{ kind: 'influx', to: 'http://h:1?db=a&x=b,c' }]],
    [
      'csv,otlp=http://h:4318,parquet=x=y.parquet',
      [
        { kind: 'csv', to: undefined },
        { kind: 'otlp', to: 'http://h:4318' },
        { kind: 'parquet', to: 'x=y.parquet' },
      ],
    ],
  ])('%s', (text, targets) => {
    expect(parseSinkTargets(text)).toEqual(targets);
  });

  it.each(['', 'CSV', 'csv=', 'csvs=x', 'splunk=http://h'])('not "%s"', (text) => {
    expect(() => parseSinkTargets(text)).toThrow(
      expect.objectContaining({ code: 'USAGE', hint: expect.stringContaining('jsonl, csv, parquet') }),
    );
  });
});
