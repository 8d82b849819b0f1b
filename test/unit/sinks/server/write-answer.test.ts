import { describe, expect, it } from '@jest/globals';
import { readRetryAfter, toWriteAnswer } from '../../../../harness/sinks/server/write-answer.ts';
import { pauseAfter } from '../../../../harness/sinks/server/backoff.ts';
import { defaultDelivery } from '../../../../harness/sinks/influx/influx-options.ts';

const now = Date.UTC(2026, 10, 24, 9, 0, 0);
const http = (statusCode: number, body = '', headers = {}): unknown => ({
  statusCode,
  body,
  headers,
  statusMessage: 'Reason',
});

describe('an answer to a write', () => {
  it.each([
    [
      'nobody there',
      { code: 'ECONNREFUSED', message: 'connect' },
      { kind: 'later', reason: 'ECONNREFUSED: connect' },
    ],
    ['silence', { message: 'Request timed out' }, { kind: 'later', reason: 'Request timed out' }],
    ['503', http(503), { kind: 'later', reason: '503 Reason' }],
    ['429 with a pause', http(429, '', { 'retry-after': '2' }), { kind: 'later', retryAfterMs: 2000 }],
    ['200, which no InfluxDB says', http(200), { kind: 'later' }],
    [
      '401',
      http(401, '{"error":"authorization failed"}'),
      { kind: 'refused', reason: '401 authorization failed' },
    ],
    ['403', http(403), { kind: 'refused' }],
    ['404', http(404, '{"error":"database not found: \\"x\\""}'), { kind: 'refused' }],
    ['413', http(413), { kind: 'tooLarge' }],
    ['400 of a proxy', http(400, 'no'), { kind: 'invalid', reason: '400 no', count: undefined }],
    [
      '400 of 1.x for a type',
      http(400, '{"error":"partial write: field type conflict: input field \\"a\\" dropped=3"}'),
      { kind: 'invalid', count: 3 },
    ],
    [
      '400 of 1.x for lines it cannot parse',
      http(400, '{"error":"partial write: unable to parse \'a\': x\\nunable to parse \'b\': y dropped=0"}'),
      { kind: 'invalid', count: 2 },
    ],
    [
      '400 of 3',
      http(
        400,
        '{"error":"partial write of line protocol occurred","data":[{"line_number":2},{"line_number":3}]}',
      ),
      { kind: 'invalid', count: 2 },
    ],
    [
      '422 of 2.x',
      http(422, '{"message":"schema conflict"}'),
      { kind: 'invalid', reason: '422 schema conflict' },
    ],
  ])('%s', (_, error, answer) => {
    expect(toWriteAnswer(error, now)).toMatchObject(answer);
  });
});

describe('the pause before the next attempt', () => {
  it.each([
    ['2', 2000],
    [' 120 ', 120_000],
    ['Tue, 24 Nov 2026 09:00:30 GMT', 30_000],
    ['Tue, 24 Nov 2026 08:00:00 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('reads Retry-After: %s', (value, pause) => {
    expect(readRetryAfter(value, now)).toBe(pause);
  });

  it('doubles from the first to the longest', () => {
    const answer = { kind: 'later', reason: '' } as const;
    const pauses = [1, 2, 3, 7, 40].map((failures) => pauseAfter(answer, failures, defaultDelivery));
    expect(pauses).toEqual([250, 500, 1000, 10_000, 10_000]);
  });

  it("is the server's own where it names one", () => {
    const answer = { kind: 'later', reason: '', retryAfterMs: 60_000 } as const;
    expect(pauseAfter(answer, 1, defaultDelivery)).toBe(60_000);
  });
});
