/**
 * Reads one answer after the other from the bytes of a connection. The same bytes give the same answer, or are
 * refused, however they are cut. Where parsers are known to differ it refuses: an answer that two programs read
 * differently is no measurement.
 */
import { AnswerBytes } from './answer-bytes.ts';
import { ChunkedBody } from './chunked-body.ts';
import { FieldIndex } from './field-index.ts';
import { lfCode } from './header-bytes.ts';
import { ResponseHead, readFields, readStatusLine } from './response-head.ts';
import { bodyTooLarge, headTooLarge, maxHeadBytes } from './response-limits.ts';
import { WireError } from './wire-error.ts';

const at = { statusLine: 0, fields: 1, body: 2, chunks: 3, untilClose: 4, complete: 5 } as const;
type Place = (typeof at)[keyof typeof at];

export class ResponseParser {
  /** Where the answer lies. Valid, like `fields`, until the next `push`. */
  readonly answer: AnswerBytes = new AnswerBytes();
  readonly fields: FieldIndex = new FieldIndex();
  readonly #head = new ResponseHead();
  readonly #chunks: ChunkedBody;
  readonly #maxBodyBytes: number;
  #place: Place = at.statusLine;
  #isHeadRequest = false;
  #endsByClose = false;

  constructor(maxBodyBytes: number) {
    this.#maxBodyBytes = maxBodyBytes;
    this.#chunks = new ChunkedBody(this.answer, maxBodyBytes);
  }

  /** 0 until the status line of the final answer was read. */
  get status(): number {
    return this.#head.status;
  }

  /** Whether anything of an answer is there; an interim answer alone is none. */
  get hasBegun(): boolean {
    return this.#place !== at.statusLine || this.answer.end > this.answer.at;
  }

  /** Bytes after the end of the complete answer. */
  get leftover(): number {
    return this.answer.end - this.answer.at;
  }

  /** Whether the connection may carry another exchange after this complete answer. */
  get keepsConnection(): boolean {
    const head = this.#head;
    if (this.#endsByClose || head.saysClose) return false;
    return !head.isHttp10 || head.saysKeepAlive;
  }

  /** To be called before every request. */
  begin(isHeadRequest: boolean): void {
    this.#head.clear();
    this.answer.clear();
    this.#place = at.statusLine;
    this.#isHeadRequest = isHeadRequest;
    this.#endsByClose = false;
  }

  /**
   * Takes the first `length` bytes of `chunk`. The parser may change them; they are its own until it returns false or
   * the answer was dealt with.
   *
   * @returns whether the answer is complete.
   * @throws WireError when the bytes are no answer; the connection is then of no further use.
   */
  push(chunk: Buffer, length: number): boolean {
    const { answer } = this;
    const isResumed = answer.end > 0;
    answer.add(chunk, length);
    // Without a line feed a line cannot end. Looking at it again on every byte would take its length squared.
    if (isResumed && this.#isInLine() && !chunk.subarray(0, length).includes(lfCode)) return false;
    while (this.#step());
    if (this.#place === at.complete) return true;
    answer.keep();
    if (this.#place === at.chunks) answer.closeGap();
    return false;
  }

  /**
   * The server has closed the connection, and that is the end of the answer.
   *
   * @throws WireError when the answer is not complete, or none has begun.
   */
  finish(): void {
    if (this.#place !== at.untilClose) {
      if (this.hasBegun) throw new WireError('HPE_CLOSED_IN_ANSWER', 'closed in the middle of an answer');
      throw new WireError('HPE_CLOSED_BEFORE_ANSWER', 'closed before any byte of an answer');
    }
    this.#place = at.complete;
  }

  /** @returns whether there is more to do with the bytes that are here. */
  #step(): boolean {
    switch (this.#place) {
      case at.statusLine:
        return this.#readStatusLine();
      case at.fields:
        return this.#readFields();
      case at.body:
        return this.#readBody();
      case at.chunks:
        if (this.#chunks.read()) this.#place = at.complete;
        return false;
      case at.untilClose:
        return this.#readUntilClose();
      case at.complete:
        return false;
    }
  }

  #readStatusLine(): boolean {
    const { answer } = this;
    const next = readStatusLine(this.#head, answer.bytes, answer.at, answer.end);
    if (next === answer.at) return refuseLongHead(answer.end);
    answer.at = next;
    this.fields.clear();
    this.#place = at.fields;
    return true;
  }

  #readFields(): boolean {
    const { answer } = this;
    const isComplete = readFields(this.#head, this.fields, answer.bytes, answer.end, answer);
    refuseLongHead(isComplete ? answer.at : answer.end);
    if (!isComplete) return false;
    answer.bodyStart = answer.at;
    answer.bodyEnd = answer.at;
    this.#place = this.#placeAfterHead();
    return true;
  }

  #placeAfterHead(): Place {
    const head = this.#head;
    const { status, contentLength } = head;
    if (status < 200) {
      if (status === 101) throw new WireError('HPE_UPGRADE', 'the server switched protocols');
      // An interim answer: the final one follows, unless nothing can.
      if (!this.keepsConnection)
        throw new WireError('HPE_INTERIM', 'an interim answer closes the connection');
      head.clear();
      return at.statusLine;
    }
    if (this.#isHeadRequest || status === 204 || status === 304) return at.complete;
    if (head.isChunked) {
      this.#chunks.begin();
      return at.chunks;
    }
    if (contentLength > this.#maxBodyBytes) throw bodyTooLarge(this.#maxBodyBytes);
    if (contentLength >= 0) return at.body;
    this.#endsByClose = true;
    return at.untilClose;
  }

  #readBody(): boolean {
    const { answer } = this;
    const bodyEnd = answer.bodyStart + this.#head.contentLength;
    if (answer.end < bodyEnd) return false;
    answer.bodyEnd = bodyEnd;
    answer.at = bodyEnd;
    this.#place = at.complete;
    return false;
  }

  #readUntilClose(): boolean {
    const { answer } = this;
    answer.bodyEnd = answer.end;
    answer.at = answer.end;
    if (answer.bodyEnd - answer.bodyStart > this.#maxBodyBytes) throw bodyTooLarge(this.#maxBodyBytes);
    return false;
  }

  #isInLine(): boolean {
    if (this.answer.end - this.answer.at > maxHeadBytes) return false;
    if (this.#place === at.chunks) return this.#chunks.isInTrailers;
    return this.#place === at.statusLine || this.#place === at.fields;
  }
}

function refuseLongHead(headEnd: number): false {
  if (headEnd > maxHeadBytes) throw headTooLarge();
  return false;
}
