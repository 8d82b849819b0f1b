/** A target's request as the bytes that go on the wire, made once and sent as often as one likes. */
import type { InvocationTarget } from '../../contract/target.ts';
import { assertHeader, assertPath, ownHeaders } from './request-rules.ts';

/** A header whose value is a number that changes with every invocation, at a fixed width. */
export interface RequestSlot {
  readonly header: string;
  /** Decimal digits; shorter numbers are filled up with zeros. */
  readonly width: number;
}

export interface RequestOptions {
  /** `Host`, unless the target's headers have one of their own, which may have been signed. */
  readonly authority: string;
  /** Tells the server that no further request follows: then it, and not we, keeps the closed connection in mind. */
  readonly closes: boolean;
  readonly slots?: readonly RequestSlot[];
}

export class RequestBytes {
  bytes: Buffer;
  readonly #target: InvocationTarget;
  readonly #options: RequestOptions;
  readonly #body: Buffer;
  readonly #slotEnds: number[] = [];

  /** @throws FaasmarkError `SCENARIO_INVALID` */
  constructor(target: InvocationTarget, options: RequestOptions) {
    this.#target = target;
    this.#options = options;
    this.#body = Buffer.from(target.method === 'POST' ? target.body : '', 'utf8');
    this.bytes = this.#serialize(target.headers);
  }

  /**
   * Replaces the headers. Bytes that were handed out before stay as they are.
   *
   * @throws FaasmarkError `SCENARIO_INVALID`
   */
  setHeaders(headers: Readonly<Record<string, string>>): void {
    this.bytes = this.#serialize(headers);
  }

  /** Writes the number into the slot at that position; digits beyond its width are lost. */
  fill(slot: number, value: number): void {
    const width = this.#options.slots?.[slot]?.width ?? 0;
    const end = this.#slotEnds[slot] ?? 0;
    let rest = value;
    for (let at = end - 1; at >= end - width; at--) {
      const digit = rest % 10;
      this.bytes[at] = 48 + digit;
      rest = (rest - digit) / 10;
    }
  }

  /** Leaves the present bytes to a socket that could not send them at once, and goes on with a copy. */
  detach(): void {
    this.bytes = Buffer.from(this.bytes);
  }

  #serialize(headers: Readonly<Record<string, string>>): Buffer {
    const { method, path } = this.#target;
    const { authority, closes, slots = [] } = this.#options;
    assertPath(path);
    const given = Object.entries(headers).filter(([name]) => !ownHeaders.has(name.toLowerCase()));
    const hasHost = given.some(([name]) => name.toLowerCase() === 'host');
    let head = `${method} ${path} HTTP/1.1\r\n`;
    if (!hasHost) head += `Host: ${authority}\r\n`;
    for (const [name, value] of given) head += toLine(name, value);
    if (method === 'POST') head += `Content-Length: ${this.#body.length}\r\n`;
    if (closes) head += 'Connection: close\r\n';
    this.#slotEnds.length = 0;
    for (const { header, width } of slots) {
      head += toLine(header, '0'.repeat(width));
      this.#slotEnds.push(head.length - 2);
    }
    return Buffer.concat([Buffer.from(`${head}\r\n`, 'latin1'), this.#body]);
  }
}

function toLine(name: string, value: string): string {
  assertHeader(name, value);
  return `${name}: ${value}\r\n`;
}
