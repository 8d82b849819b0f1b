/** Which invoker gets an activation: OpenWhisk's ShardingContainerPoolBalancer, `publish` and `schedule`. */
import type { InvokerHealth } from './invoker-health.ts';
import {
  acquireInvokerSlot,
  forceInvokerSlot,
  type InvokerSlots,
  type SlotRequest,
} from './invoker-slots.ts';
import { toActionHash } from './java-hash.ts';
import { toStepSizes } from './step-sizes.ts';

export interface BalancedInvoker {
  readonly health: InvokerHealth;
  /** What the controller that decides may still send to it. */
  readonly slots: InvokerSlots;
}

export interface InvokerWalk {
  /** Index of the invoker that is asked first. */
  readonly home: number;
  readonly step: number;
}

export type BalancerDecision =
  | {
      readonly kind: 'send';
      /** Index into the invokers. */
      readonly invoker: number;
      /** The chosen invoker's next slots. */
      readonly slots: InvokerSlots;
      /** `overloaded`: nobody had room, and a healthy one was drawn and overbooked. */
      readonly reason: 'slotFree' | 'overloaded';
      /** How many invokers were asked. */
      readonly probes: number;
    }
  | { readonly kind: 'refuse'; readonly reason: 'noInvoker' | 'noneHealthy' };

/**
 * Where the walk over the invokers begins and how it goes on.
 *
 * @param stepSizes - those of `toStepSizes(invokers)`, if they are already known.
 */
export function toInvokerWalk(
  namespace: string,
  action: string,
  invokers: number,
  stepSizes: readonly number[] = toStepSizes(invokers),
): InvokerWalk {
  const hash = toActionHash(namespace, action);
  return { home: hash % invokers, step: stepSizes[hash % stepSizes.length] ?? 1 };
}

function overload(
  invokers: readonly BalancedInvoker[],
  request: SlotRequest,
  draw: number,
): BalancerDecision {
  const healthy = [...invokers.keys()].filter((index) => invokers[index]?.health === 'healthy');
  const index = healthy[Math.floor(draw * healthy.length)];
  const drawn = index === undefined ? undefined : invokers[index];
  if (index === undefined || drawn === undefined) return { kind: 'refuse', reason: 'noneHealthy' };
  const slots = forceInvokerSlot(drawn.slots, request);
  return { kind: 'send', invoker: index, slots, reason: 'overloaded', probes: invokers.length };
}

/**
 * Asks from home on, step by step, for a healthy invoker with a free slot; a step that is coprime with the number of
 * invokers asks each of them once. When none has one, a healthy invoker is drawn and overbooked. O(invokers).
 *
 * @param draw - uniform, from 0 to below 1; looked at only on overload.
 */
export function chooseInvoker(
  invokers: readonly BalancedInvoker[],
  request: SlotRequest,
  { home, step }: InvokerWalk,
  draw: number,
): BalancerDecision {
  const count = invokers.length;
  if (count === 0) return { kind: 'refuse', reason: 'noInvoker' };
  for (let probe = 0, index = home; probe < count; probe++, index = (index + step) % count) {
    const invoker = invokers[index];
    const slots = invoker?.health === 'healthy' ? acquireInvokerSlot(invoker.slots, request) : undefined;
    if (slots !== undefined) {
      return { kind: 'send', invoker: index, slots, reason: 'slotFree', probes: probe + 1 };
    }
  }
  return overload(invokers, request, draw);
}

export interface AckTimeout {
  readonly factor: number;
  readonly addonMs: number;
}

/** reference.conf of the controller: twice the limit and a minute. */
export const defaultAckTimeout: AckTimeout = { factor: 2, addonMs: 60_000 };

/** How long a controller waits for the invoker's answer before it takes the slot back. */
export function toAckTimeoutMs(
  timeLimitMs: number,
  { factor, addonMs }: AckTimeout = defaultAckTimeout,
): number {
  return timeLimitMs * factor + addonMs;
}
