/** The request of every target, with the numbers of the invocation written in where they were asked for. */
import type { Nanos } from '../../contract/units.ts';
import type { NativeClientOptions } from './client.ts';
import type { PendingInvocation } from './pending-invocation.ts';
import { RequestBytes, type RequestSlot } from './request-bytes.ts';

/** As many digits as a whole number below 10^13 and an instant (up to 104 days) have. */
const ticketWidth = 13;
const instantWidth = 16;

export class RequestSource {
  readonly #requests: readonly RequestBytes[];
  readonly #ticketSlot: number;
  readonly #sentAtSlot: number;

  /** @throws FaasmarkError `SCENARIO_INVALID` */
  constructor(options: NativeClientOptions, authorities: readonly string[]) {
    const { ticketHeader, sentAtHeader } = options;
    const slots: RequestSlot[] = [];
    this.#ticketSlot =
      ticketHeader === undefined ? -1 : slots.push({ header: ticketHeader, width: ticketWidth }) - 1;
    this.#sentAtSlot =
      sentAtHeader === undefined ? -1 : slots.push({ header: sentAtHeader, width: instantWidth }) - 1;
    const closes = options.connectionReuse === 'fresh';
    this.#requests = options.targets.map(
      (target, i) => new RequestBytes(target, { authority: authorities[i] ?? '', closes, slots }),
    );
  }

  /** The bytes to send now; the next call may change them. */
  next(pending: PendingInvocation, now: Nanos): Buffer {
    const request = this.#requests[pending.target] as RequestBytes;
    if (this.#ticketSlot !== -1) request.fill(this.#ticketSlot, pending.ticket);
    if (this.#sentAtSlot !== -1) request.fill(this.#sentAtSlot, now);
    return request.bytes;
  }

  /** The socket still holds the bytes that it was given last. */
  detach(target: number): void {
    if (this.#ticketSlot !== -1 || this.#sentAtSlot !== -1) this.#requests[target]?.detach();
  }

  update(target: number, headers: Readonly<Record<string, string>>): void {
    this.#requests[target]?.setHeaders(headers);
  }
}
