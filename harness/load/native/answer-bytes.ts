/**
 * The bytes of one answer while it is being read. What comes in one read is used where it lies; what comes in pieces
 * is collected in a buffer of our own, because the next read of any connection overwrites the last one.
 */

/** A buffer that has grown beyond this is given back after its answer: there may be thousands of connections. */
const maxKeptBytes = 256 * 1024;
/** Room for a small answer in pieces. */
const smallestStore = 4096;
const none = Buffer.alloc(0);

export class AnswerBytes {
  bytes: Buffer = none;
  /** The next byte to read, and the end of those that have come. */
  at = 0;
  end = 0;
  /** The body as far as it was read, without framing. */
  bodyStart = 0;
  bodyEnd = 0;
  /** Our own buffer; the same as `bytes` once an answer comes in pieces. */
  #store: Buffer = none;

  /** For the next answer. */
  clear(): void {
    this.at = 0;
    this.end = 0;
    if (this.#store.length > maxKeptBytes) this.#store = none;
  }

  add(chunk: Buffer, length: number): void {
    if (this.end === 0) {
      this.bytes = chunk;
      this.end = length;
      return;
    }
    this.#store = ensureRoom(this.#store, this.end, length);
    chunk.copy(this.#store, this.end, 0, length);
    this.bytes = this.#store;
    this.end += length;
  }

  /** Brings everything into our own buffer: the chunk that it lies in will be overwritten. */
  keep(): void {
    if (this.bytes === this.#store) return;
    this.#store = ensureRoom(this.#store, 0, this.end);
    this.bytes.copy(this.#store, 0, 0, this.end);
    this.bytes = this.#store;
  }

  /** Drops what was read behind the body: framing. What is not read yet follows the body at once. */
  closeGap(): void {
    this.bytes.copyWithin(this.bodyEnd, this.at, this.end);
    this.end -= this.at - this.bodyEnd;
    this.at = this.bodyEnd;
  }

  /** Takes the next `length` bytes for the body, over any framing in between. */
  takeBody(length: number): void {
    const { at } = this;
    // The first piece stays where it is.
    if (this.bodyEnd === this.bodyStart) this.bodyStart = this.bodyEnd = at;
    else this.bytes.copyWithin(this.bodyEnd, at, at + length);
    this.bodyEnd += length;
    this.at = at + length;
  }
}

/** The buffer, or a larger copy of it, with room for `more` bytes after the first `used`. */
function ensureRoom(store: Buffer, used: number, more: number): Buffer {
  const needed = used + more;
  if (needed <= store.length) return store;
  const larger = Buffer.allocUnsafeSlow(Math.max(2 * store.length, needed, smallestStore));
  store.copy(larger, 0, 0, used);
  return larger;
}
