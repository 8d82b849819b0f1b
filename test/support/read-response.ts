/** Runs our response parser over the bytes of one connection, cut as they might come from the network. */
import { ResponseParser } from '../../harness/load/native/response-parser.ts';
import { describeWireError } from '../../harness/load/native/wire-error.ts';
import type { Verdict } from './llhttp.ts';

export interface ReadOptions {
  readonly isHead?: boolean;
  readonly maxBodyBytes?: number;
  /** Where the bytes are cut. */
  readonly cuts?: readonly number[];
  /** Default: a new one. */
  readonly parser?: ResponseParser;
}

const readBuffer = Buffer.alloc(1 << 20);

/** @param answer - all that the server sends before it closes the connection. */
export function readResponse(answer: Buffer, options: ReadOptions = {}): Verdict {
  const parser = options.parser ?? new ResponseParser(options.maxBodyBytes ?? 1 << 20);
  parser.begin(options.isHead ?? false);
  try {
    let start = 0;
    const cuts = (options.cuts ?? []).filter((cut) => cut < answer.length);
    for (const end of [...cuts, answer.length].toSorted((one, other) => one - other)) {
      if (end <= start) continue;
      // One buffer for all reads, as in the client: what the parser has not copied by then is gone.
      readBuffer.fill(0xfe, 0, answer.length);
      answer.copy(readBuffer, 0, start, end);
      if (parser.push(readBuffer, end - start)) return toVerdict(parser, end);
      start = end;
    }
    parser.finish();
    return toVerdict(parser, answer.length);
  } catch (error) {
    return { kind: 'refused', error: describeWireError(error) };
  }
}

function toVerdict(parser: ResponseParser, read: number): Verdict {
  const { fields } = parser;
  const { bytes, bodyStart, bodyEnd } = parser.answer;
  return {
    kind: 'answered',
    status: parser.status,
    fields: fields.names(bytes).map((name) => [name, fields.find(bytes, name) ?? '']),
    body: bytes.toString('latin1', bodyStart, bodyEnd),
    consumed: read - parser.leftover,
    keepsConnection: parser.keepsConnection,
  };
}
