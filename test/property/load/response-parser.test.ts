import { describe, expect, it } from '@jest/globals';
import { fc } from '../../support/property.ts';
import { type Verdict, readWithLlhttp } from '../../support/llhttp.ts';
import { readResponse } from '../../support/read-response.ts';
import { type RandomAnswer, randomAnswer } from '../../support/random-answer.ts';

/** Where we refuse what llhttp takes: how our error begins, the reason, and what must be in the bytes for it. */
const stricter: readonly (readonly [error: string, rule: string, shows: RegExp])[] = [
  ['HPE_STATUS_LINE', 'only HTTP/1.0 and HTTP/1.1', /(^|\n)(HTTP\/(0\.9|2\.0)|ICE|RTSP)/],
  ['HPE_STATUS_LINE', 'no empty lines before an answer', /^[\r\n]|\r\n\r\n[\r\n]/],
  ['HPE_STATUS_LINE', 'no status below 100', /(^|\n)HTTP\/1.\d 0/],
  [
    'HPE_STATUS_LINE',
    'no control characters in the reason',
    // oxlint-disable-next-line no-control-regex
    /(^|\n)HTTP\/1.\d \d{3}[^\n]*([\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n))/,
  ],
  ['HPE_CONTENT_LENGTH', 'a length can be counted exactly', /\nContent-Length: *0*\d{16}/i],
  ['HPE_UPGRADE', 'nobody asked for another protocol', /(^|\n)HTTP\/1.\d 101/],
  [
    'HPE_TRANSFER_ENCODING: Transfer-Encoding in a trailer',
    'no framing in trailers',
    /\r\nTransfer-Encoding:/i,
  ],
  ['HPE_TRANSFER_ENCODING: Transfer-Encoding in HTTP/1.0', 'no chunks in HTTP/1.0', /(^|\n)HTTP\/1.0/],
  [
    'HPE_TRANSFER_ENCODING',
    'chunked, once, no other coding, no tab after it',
    /\nTransfer-Encoding:((?! *chunked *\r)|[^]*\nTransfer-Encoding:)/i,
  ],
  ['HPE_CHUNK', 'a chunk size has at most 13 digits', /\n[\da-f]{14,}/i],
  ['HPE_CHUNK', 'an extension has a name', /;[=;]/],
  ['HPE_INTERIM', 'close, in any spacing, in an interim answer', /^HTTP\/1.\d 1\d\d[^]*Connection:.*close/im],
  ['HPE_CHUNK', 'the value of an extension is there, and a token or quoted', /;[^\r\n]*=(;|\r|[^;\r"]+")/],
];

/** Where both take the answer and only one reuses the connection: which of the two closes it. */
const closes: readonly (readonly [who: 'we' | 'llhttp', rule: string, shows: RegExp])[] = [
  ['we', 'close outweighs keep-alive, in any spacing', /^Connection:.*close/im],
  ['llhttp', 'Proxy-Connection is no header of HTTP', /^Proxy-Connection:/im],
];

const met = new Set<string>();

const numRuns = 100_000;
/** The same cases every time; FUZZ_SEED gives others. A new difference between the parsers is a rule or a defect. */
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_124);

describe('the response parser, beside llhttp', () => {
  it('takes the same answers for the same, and refuses more only by the rules above', () => {
    fc.assert(
      fc.property(randomAnswer, (random) => {
        const { answer, isHead } = random;
        const theirs = readWithLlhttp(answer, isHead);
        const ours = readResponse(answer, random);
        expect(findFault(random, ours, theirs)).toBeUndefined();
      }),
      { numRuns, seed },
    );
    // A rule that no case meets would be an excuse for something else.
    expect([...met].toSorted()).toEqual([...stricter, ...closes].map(([, rule]) => rule).toSorted());
  });

  it('comes to the same verdict however the bytes are cut', () => {
    fc.assert(
      fc.property(randomAnswer, ({ answer, isHead, cuts }) => {
        const cut = readResponse(answer, { isHead, cuts });
        const whole = readResponse(answer, { isHead });
        // The words of an error depend on how much of the line had come.
        expect(cut.kind === 'refused' ? cut.kind : cut).toEqual(
          whole.kind === 'refused' ? whole.kind : whole,
        );
      }),
      { numRuns: 10_000, seed },
    );
  });
});

/** What about the two verdicts no rule allows. */
function findFault({ answer }: RandomAnswer, ours: Verdict, theirs: Verdict): string | undefined {
  const text = answer.toString('latin1');
  if (ours.kind === 'refused') {
    if (theirs.kind === 'refused') return undefined;
    const { error } = ours;
    const rule = stricter.find(([code, , shows]) => error.startsWith(code) && shows.test(text));
    if (rule !== undefined) met.add(rule[1]);
    return rule === undefined ? `only we refuse it: ${error}` : undefined;
  }
  if (theirs.kind === 'refused') return `only llhttp refuses it: ${theirs.error}`;
  if (ours.keepsConnection !== theirs.keepsConnection) {
    const closing = theirs.keepsConnection ? 'we' : 'llhttp';
    const rule = closes.find(([who, , shows]) => who === closing && shows.test(text));
    if (rule === undefined) return `only ${closing} would close the connection`;
    met.add(rule[1]);
  }
  const firsts = theirs.fields.map(([name]) => [
    name,
    theirs.fields.find(([other]) => other === name)?.[1] ?? '',
  ]);
  const [one, other] = [
    { ...ours, keepsConnection: true },
    { ...theirs, fields: firsts, keepsConnection: true },
  ].map((verdict) => JSON.stringify(verdict));
  return one === other ? undefined : `we read ${one}, llhttp ${other}`;
}
