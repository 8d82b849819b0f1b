/** Reads a body that comes in chunks, and the trailers after it, which are checked and dropped. */
import type { AnswerBytes } from './answer-bytes.ts';
import { readChunkLine } from './chunk-line.ts';
import { crCode, lfCode } from './header-bytes.ts';
import { bodyTooLarge, headTooLarge, maxHeadBytes } from './response-limits.ts';
import { readFields } from './response-head.ts';
import { WireError } from './wire-error.ts';

const at = { line: 0, chunk: 1, chunkEnd: 2, trailers: 3, complete: 4 } as const;
type Place = (typeof at)[keyof typeof at];

export class ChunkedBody {
  readonly #answer: AnswerBytes;
  readonly #maxBodyBytes: number;
  #place: Place = at.line;
  /** Bytes of the current chunk that are still to come. */
  #missing = 0;
  #trailerBytes = 0;

  constructor(answer: AnswerBytes, maxBodyBytes: number) {
    this.#answer = answer;
    this.#maxBodyBytes = maxBodyBytes;
  }

  get isInTrailers(): boolean {
    return this.#place === at.trailers;
  }

  begin(): void {
    this.#place = at.line;
    this.#trailerBytes = 0;
  }

  /**
   * @returns whether the body and its trailers are complete.
   * @throws WireError
   */
  read(): boolean {
    while (this.#step());
    return this.#place === at.complete;
  }

  /** @returns whether there is more to do with the bytes that are here. */
  #step(): boolean {
    switch (this.#place) {
      case at.line:
        return this.#readLine();
      case at.chunk:
        return this.#readChunk();
      case at.chunkEnd:
        return this.#readChunkEnd();
      case at.trailers:
        return this.#readTrailers();
      case at.complete:
        return false;
    }
  }

  #readLine(): boolean {
    const answer = this.#answer;
    const size = readChunkLine(answer.bytes, answer.end, answer);
    if (size === -1) return false;
    if (answer.bodyEnd - answer.bodyStart + size > this.#maxBodyBytes) throw bodyTooLarge(this.#maxBodyBytes);
    this.#missing = size;
    this.#place = size === 0 ? at.trailers : at.chunk;
    return true;
  }

  #readChunk(): boolean {
    const answer = this.#answer;
    const length = Math.min(this.#missing, answer.end - answer.at);
    answer.takeBody(length);
    this.#missing -= length;
    if (this.#missing > 0) return false;
    this.#place = at.chunkEnd;
    return true;
  }

  #readChunkEnd(): boolean {
    const answer = this.#answer;
    const { bytes } = answer;
    const available = answer.end - answer.at;
    if (available > 0 && bytes[answer.at] !== crCode) throw chunkTooLong();
    if (available < 2) return false;
    if (bytes[answer.at + 1] !== lfCode) throw chunkTooLong();
    answer.at += 2;
    this.#place = at.line;
    return true;
  }

  #readTrailers(): boolean {
    const answer = this.#answer;
    const from = answer.at;
    const isComplete = readFields(undefined, undefined, answer.bytes, answer.end, answer);
    this.#trailerBytes += answer.at - from;
    const unread = isComplete ? 0 : answer.end - answer.at;
    if (this.#trailerBytes + unread > maxHeadBytes) throw headTooLarge();
    if (isComplete) this.#place = at.complete;
    return false;
  }
}

function chunkTooLong(): WireError {
  return new WireError('HPE_CHUNK', 'a chunk is too long');
}
