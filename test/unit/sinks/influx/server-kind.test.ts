import { describe, expect, it } from '@jest/globals';
import { isFirstGeneration, toServerKind } from '../../../../harness/sinks/influx/server-kind.ts';

const answer = (status: number, text = '', headers: Record<string, string> = {}) => ({
  status,
  text,
  headers,
});

describe('what answers at an address', () => {
  it.each([
    // As influxd 1.6.7 and 1.8.10 answer.
    ['InfluxDB 1.6', answer(204, '', { 'x-influxdb-version': '1.6.7~rc0' }), answer(404), '1.6.7~rc0', true],
    [
      'InfluxDB 1.8 behind a proxy that drops headers',
      answer(204),
      answer(
        200,
        '{"checks":[],"message":"ready for queries and writes","name":"influxdb","version":"1.8.10"}',
      ),
      '1.8.10',
      true,
    ],
    // As https://docs.influxdata.com/influxdb/v2/api and /influxdb3/core/api document.
    ['InfluxDB 2', answer(204, '', { 'x-influxdb-version': 'v2.7.11' }), answer(200), 'v2.7.11', false],
    [
      'InfluxDB 3',
      answer(200, '{"version":"3.0.1","revision":"83b589b883"}'),
      answer(200, 'OK'),
      '3.0.1',
      false,
    ],
  ])('%s', (_, ping, health, version, isFirst) => {
    const kind = toServerKind(ping, health);
    expect(kind).toEqual({ product: 'influxdb', version });
    expect(kind !== undefined && isFirstGeneration(kind)).toBe(isFirst);
  });

  it('VictoriaMetrics, which does not name itself', () => {
    expect(toServerKind(answer(204), answer(200, 'OK'))).toEqual({ product: 'victoriametrics' });
  });

  it.each([
    ['a web server', answer(404, '<html>'), answer(404, '<html>')],
    ['one that says yes to everything', answer(200, 'OK'), answer(200, 'OK')],
    ['another with a health page', answer(404), answer(200, '{"status":"up","name":"shop"}')],
  ])('neither: %s', (_, ping, health) => {
    expect(toServerKind(ping, health)).toBeUndefined();
  });
});
