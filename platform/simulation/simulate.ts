/**
 * The same policies on virtual time: arrivals come from schedules, durations from laws, and nothing waits. The same
 * seed gives the same result, bit by bit.
 */
import { createCluster, type ClusterOptions } from '../policies/fleet/cluster.ts';
import type { Random } from './durations.ts';
import { createPresence, type Presence } from './presence.ts';
import { createEventQueue } from './event-queue.ts';
import {
  type Arrivals,
  createSimulated,
  type Simulated,
  type SimulatedEvent,
  type SimulatedFunction,
} from './simulated-function.ts';

export interface SimulationOptions {
  readonly functions: readonly SimulatedFunction[];
  readonly cluster: ClusterOptions;
  /** Of the virtual time that is simulated. */
  readonly durationMs: number;
  readonly random: Random;
  /** Looks at everything at fixed distances of virtual time: for a picture over time. */
  readonly sampler?: Sampler;
}

export interface Sampler {
  readonly everyMs: number;
  sample(nowMs: number, functions: readonly Simulated[]): void;
}

export interface SimulationResult {
  /** As they are at the end, in the order in which they were given. */
  readonly functions: readonly Simulated[];
  /** Of all together. */
  readonly presence: Presence;
}

export function simulate(options: SimulationOptions): SimulationResult {
  const { random, durationMs, sampler } = options;
  const events = createEventQueue<SimulatedEvent>();
  /** The next invocation of each stream; apart from the events, which are many to one function. */
  const arrivals = createEventQueue<Arrivals>();
  const clock = { nowMs: 0 };
  const presence = createPresence(clock.nowMs);
  const context = { cluster: createCluster(options.cluster), account: { inFlight: 0 }, random };
  const functions = options.functions.map((source) =>
    createSimulated(source, events, clock, { ...context, presence }),
  );
  for (const one of functions) for (const stream of one.arrivals) arrivals.push(stream.firstMs, stream);

  let sampleMs = sampler === undefined ? Infinity : 0;
  for (;;) {
    const eventMs = events.nextMs();
    const arrivalMs = arrivals.nextMs();
    const nowMs = Math.min(eventMs, arrivalMs, durationMs);
    for (; sampleMs <= nowMs; sampleMs += sampler?.everyMs ?? Infinity) sampler?.sample(sampleMs, functions);
    if (nowMs >= durationMs) break;
    clock.nowMs = nowMs;
    if (arrivalMs < eventMs) arrivals.postpone(arrivals.peek()?.arrive(nowMs) ?? Infinity);
    else {
      const event = events.pop();
      event?.owner.handle(event, nowMs);
    }
  }
  for (const one of functions) one.close(durationMs);
  presence.advance(durationMs);
  return { functions, presence };
}
