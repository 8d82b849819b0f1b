/** A pending invocation whose answer came as HTTP/2 headers and data frames. */
import type { IncomingHttpHeaders } from 'node:http2';
import { PendingInvocation } from './pending-invocation.ts';

export class Http2Invocation extends PendingInvocation {
  #headers: IncomingHttpHeaders = {};
  #body: Buffer[] = [];
  bodyBytes = 0;

  override clear(): void {
    super.clear();
    this.#headers = {};
    this.#body = [];
    this.bodyBytes = 0;
  }

  setHead(status: number, headers: IncomingHttpHeaders): void {
    this.status = status;
    this.#headers = headers;
  }

  addBody(part: Buffer): void {
    this.#body.push(part);
    this.bodyBytes += part.length;
  }

  override header(name: string): string | undefined {
    if (this.kind !== 'answered') return undefined;
    const value = this.#headers[name];
    return Array.isArray(value) ? value[0] : value;
  }

  override get bodyLength(): number {
    return this.kind === 'answered' ? this.bodyBytes : 0;
  }

  override body(): Buffer {
    if (this.kind !== 'answered') return Buffer.alloc(0);
    const [first] = this.#body;
    return this.#body.length === 1 && first !== undefined ? first : Buffer.concat(this.#body);
  }
}
