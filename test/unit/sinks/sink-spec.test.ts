import { describe, expect, it } from '@jest/globals';
import { toSinkFile, toSinkSpec } from '../../../harness/sinks/sink-spec.ts';

describe('where a run is streamed to', () => {
  it.each([
    ['prometheus', 'http://h:9090', 'http://h:9090/api/v1/write'],
    ['prometheus', 'https://h/mimir/push?x=1', 'https://h/mimir/push?x=1'],
    ['otlp', 'http://h:4318', 'http://h:4318/v1/metrics'],
    ['otlp', 'http://h/otlp', 'http://h/otlp'],
  ] as const)('%s=%s is %s', (kind, to, url) => {
    expect(toSinkSpec({ kind, to }, {})).toMatchObject({ kind, options: { url } });
  });

  it.each([
    ['a token', { PROMETHEUS_TOKEN: 't' }, 'Bearer t'],
    ['a user', { PROMETHEUS_USERNAME: 'me', PROMETHEUS_PASSWORD: 'x' }, 'Basic bWU6eA=='],
  ])('%s of the environment goes to Prometheus', (_, environment, authorization) => {
    expect(toSinkSpec({ kind: 'prometheus', to: 'http://h' }, environment)).toMatchObject({
      options: { authorization },
    });
  });

  it.each([
    ['no address', { kind: 'otlp', to: undefined }, {}, /needs an address/],
    ['another scheme', { kind: 'prometheus', to: 'ftp://h' }, {}, /not the address of a Prometheus/],
    ['a credential', { kind: 'otlp', to: 'http://me:secret@h' }, {}, /holds a credential/],
    [
      'half a pair',
      { kind: 'prometheus', to: 'http://h' },
      { PROMETHEUS_USERNAME: 'me' },
      /PROMETHEUS_PASSWORD is not/,
    ],
  ] as const)('%s is refused', (_, target, environment, message) => {
    expect(() => toSinkSpec(target, environment)).toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringMatching(message) }),
    );
  });

  it.each([
    [undefined, 'csv', 'runs/1/invocations.csv'],
    [undefined, 'jsonl', 'runs/1/invocations.stream.jsonl'],
    ['all/{run}.parquet', 'parquet', 'all/r-1.parquet'],
  ] as const)('the file %s of %s is %s', (file, kind, path) => {
    expect(toSinkFile({ kind, file }, 'runs/1', 'r-1')).toBe(path);
  });
});
