/** One function in a simulation: its fleet, driven by drawn durations. */
import { createFleet, type Fleet } from '../policies/fleet/fleet.ts';
import type { FleetInstance } from '../policies/fleet/fleet-instance.ts';
import type { FleetContext, FleetDriver } from '../policies/fleet/fleet-state.ts';
import type { FleetPolicies } from '../policies/profile-parts.ts';
import { createDraw, type DurationLaw } from './durations.ts';
import type { EventKind, EventQueue, SimulatedEvent } from './event-queue.ts';
import { createTally, type Tally } from './tally.ts';

/** Tokens are the instants of arrival: all that a simulated invocation is. */
export type SimulatedInstance = FleetInstance<number>;
export type Event = SimulatedEvent<Simulated, SimulatedInstance | undefined>;
export type Events = EventQueue<Simulated, SimulatedInstance | undefined>;

export interface SimulatedFunction {
  readonly name: string;
  /** The instants of its invocations in milliseconds from the start, never decreasing; undefined after the last one. */
  next(): number | undefined;
  readonly memoryMiB: number;
  /** Of a warm invocation. */
  readonly service: DurationLaw;
  /** Until a new instance is ready. */
  readonly init: DurationLaw;
  /** Of the first invocation of an instance, its own part; default: as `service`. */
  readonly firstService?: DurationLaw;
  /** Made anew for each run: it may remember. */
  createPolicies(): FleetPolicies;
}

export interface Simulated {
  readonly name: string;
  readonly memoryMiB: number;
  readonly tally: Tally;
  readonly fleet: Fleet<number>;
  /** Does what an event says, and puts into the queue what follows from it. */
  handle(event: Event, nowMs: number): void;
}

export interface SimulationClock {
  nowMs: number;
}

export function createSimulated(
  source: SimulatedFunction,
  events: Events,
  clock: SimulationClock,
  context: FleetContext,
): Simulated {
  const { name, memoryMiB } = source;
  const random = (): number => context.random();
  const drawInit = createDraw(source.init, random);
  const drawService = createDraw(source.service, random);
  const drawFirst = source.firstService === undefined ? drawService : createDraw(source.firstService, random);
  const tally = createTally(clock.nowMs);
  let wakeMs = Infinity;

  const toEvent = (kind: EventKind, subject?: SimulatedInstance): Event => ({
    kind,
    owner: simulated,
    subject,
  });
  const driver: FleetDriver<number> = {
    start(instance) {
      const initMs = drawInit();
      tally.started++;
      tally.initMs += initMs;
      if (initMs === 0) fleet.ready(instance, clock.nowMs);
      else events.push(clock.nowMs + initMs, toEvent('readiness', instance));
    },
    run(instance, arrivedMs, start) {
      const serviceMs = instance.uses === 1 ? drawFirst() : drawService();
      tally.starts[start]++;
      tally.runMs += serviceMs;
      tally.response.add(clock.nowMs + serviceMs - arrivedMs);
      events.push(clock.nowMs + serviceMs, toEvent('completion', instance));
    },
    refuse(_arrivedMs, { reason }) {
      tally.refused.set(reason, (tally.refused.get(reason) ?? 0) + 1);
    },
    remove(instance) {
      tally.removed++;
      tally.lifeMs += clock.nowMs - instance.requestedAtMs;
    },
  };
  const fleet = createFleet(source.createPolicies(), memoryMiB, driver, context, clock.nowMs);

  function expectArrival(): void {
    const atMs = source.next();
    if (atMs !== undefined) events.push(atMs, arrival);
  }

  function expectWake(): void {
    const atMs = fleet.nextWakeMs();
    if (atMs >= wakeMs) return;
    wakeMs = atMs;
    events.push(atMs, wake);
  }

  function arrive(nowMs: number): void {
    tally.arrivals++;
    fleet.arrive(nowMs, nowMs);
    expectArrival();
  }

  const simulated: Simulated = {
    name,
    memoryMiB,
    tally,
    fleet,
    handle({ kind, subject }, nowMs) {
      tally.advance(fleet.seen, nowMs);
      if (kind === 'arrival') arrive(nowMs);
      else if (kind === 'wake') {
        wakeMs = Infinity;
        fleet.wake(nowMs);
      } else if (subject !== undefined) {
        if (kind === 'completion') fleet.complete(subject, nowMs);
        else fleet.ready(subject, nowMs);
      }
      expectWake();
    },
  };
  const arrival = toEvent('arrival');
  const wake = toEvent('wake');
  expectArrival();
  expectWake();
  return simulated;
}
