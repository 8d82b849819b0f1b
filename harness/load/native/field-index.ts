/** Where the header fields of an answer lie, noted while they are checked: to ask for one costs no second look at all. */
import { isNameAt, skipSpace, trimSpace } from './header-bytes.ts';

/** Name start, colon and line end of each. */
const numbersPerField = 3;

export class FieldIndex {
  count = 0;
  #at: Uint32Array = new Uint32Array(32 * numbersPerField);

  clear(): void {
    this.count = 0;
  }

  add(nameStart: number, colon: number, lineEnd: number): void {
    const i = this.count * numbersPerField;
    if (i === this.#at.length) {
      const larger = new Uint32Array(2 * i);
      larger.set(this.#at);
      this.#at = larger;
    }
    this.#at[i] = nameStart;
    this.#at[i + 1] = colon;
    this.#at[i + 2] = lineEnd;
    this.count++;
  }

  /**
   * The first value of that name, trimmed, as Latin-1.
   *
   * @param bytes - those that the fields lie in.
   * @param name - in lower case.
   */
  find(bytes: Buffer, name: string): string | undefined {
    const end = this.count * numbersPerField;
    for (let i = 0; i < end; i += numbersPerField) {
      const nameStart = this.#at[i] as number;
      const colon = this.#at[i + 1] as number;
      if (colon - nameStart !== name.length || !isNameAt(bytes, nameStart, name)) continue;
      const lineEnd = this.#at[i + 2] as number;
      const start = skipSpace(bytes, colon + 1, lineEnd);
      return bytes.toString('latin1', start, trimSpace(bytes, start, lineEnd));
    }
    return undefined;
  }

  /** All names in lower case, in the order of the lines. */
  names(bytes: Buffer): string[] {
    return Array.from({ length: this.count }, (_, field) => {
      const i = field * numbersPerField;
      return bytes.toString('latin1', this.#at[i], this.#at[i + 1]).toLowerCase();
    });
  }
}
