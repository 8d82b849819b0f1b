/** Keeps the books of what is in flight: every invocation ends once, and those whose time is over are found at once. */
import type { InvocationTarget } from '../../contract/target.ts';
import { type Nanos, fromMillis } from '../../contract/units.ts';
import type { ExchangeListener } from './client.ts';
import { LinkedList } from './linked-list.ts';
import type { PendingInvocation } from './pending-invocation.ts';

/** Invocations with the same time limit expire in the order in which they began. */
interface TimeLimit {
  readonly nanos: Nanos;
  readonly pending: LinkedList<PendingInvocation>;
}

export class InFlight<Pending extends PendingInvocation = PendingInvocation> {
  count = 0;
  readonly #listener: ExchangeListener;
  readonly #limits: readonly TimeLimit[];
  readonly #limitOfTarget: readonly TimeLimit[];
  /** Ended ones, to be used again. */
  readonly #spare: Pending[] = [];
  readonly #create: () => Pending;

  /** @param create - makes an invocation; it is used for many. */
  constructor(listener: ExchangeListener, targets: readonly InvocationTarget[], create: () => Pending) {
    this.#create = create;
    this.#listener = listener;
    const limits = new Map<number, TimeLimit>();
    this.#limitOfTarget = targets.map(({ timeoutMs }) => {
      const known = limits.get(timeoutMs);
      if (known !== undefined) return known;
      const limit = { nanos: fromMillis(timeoutMs), pending: new LinkedList<PendingInvocation>() };
      limits.set(timeoutMs, limit);
      return limit;
    });
    this.#limits = [...limits.values()];
  }

  begin(target: number, ticket: number, now: Nanos): Pending {
    const limit = this.#limitOfTarget[target] as TimeLimit;
    const pending = this.#spare.pop() ?? this.#create();
    pending.ticket = ticket;
    pending.target = target;
    pending.expiresAt = now + limit.nanos;
    limit.pending.append(pending.deadline);
    this.count++;
    return pending;
  }

  sent(pending: PendingInvocation, at: Nanos): void {
    this.#listener.sent(pending.ticket, at);
  }

  /** The answer is complete. Whether it came in time does not depend on when somebody looked. */
  answered(pending: PendingInvocation, at: Nanos): void {
    pending.kind = at > pending.expiresAt ? 'timedOut' : 'answered';
    this.#end(pending, at);
  }

  broke(pending: PendingInvocation, at: Nanos, error: string): void {
    pending.kind = 'broken';
    pending.error = error;
    this.#end(pending, at);
  }

  expire(now: Nanos): void {
    for (const { pending } of this.#limits) {
      for (let next = pending.first; next !== undefined && next.expiresAt <= now; next = pending.first) {
        next.kind = 'timedOut';
        this.#giveUp(next, now);
      }
    }
  }

  abandon(now: Nanos, reason: string): void {
    // First, or each connection that closes would make way for one that waits.
    for (const { pending } of this.#limits) {
      for (let link = pending.head; link !== undefined; link = link.next) link.owner.waiting.leave();
    }
    for (const { pending } of this.#limits) {
      // Not until it is empty: the caller may send again while it hears of the ends.
      for (let left = pending.length; left > 0 && pending.first !== undefined; left--) {
        const next = pending.first;
        next.kind = 'broken';
        next.error = reason;
        this.#giveUp(next, now);
      }
    }
  }

  #giveUp(pending: PendingInvocation, at: Nanos): void {
    pending.waiting.leave();
    pending.carrier?.giveUp();
    this.#end(pending, at);
  }

  #end(pending: PendingInvocation, at: Nanos): void {
    pending.deadline.leave();
    pending.endedAt = at;
    this.count--;
    this.#listener.ended(pending.ticket, pending);
    pending.clear();
    this.#spare.push(pending as Pending);
  }
}
