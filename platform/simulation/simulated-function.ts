/** One function in a simulation: its fleet, driven by drawn durations. */
import { createFleet, type Fleet } from '../policies/fleet/fleet.ts';
import type { FleetInstance } from '../policies/fleet/fleet-instance.ts';
import type { FleetContext, FleetDriver } from '../policies/fleet/fleet-state.ts';
import type { FleetPolicies } from '../policies/profile-parts.ts';
import type { Meter } from '../metering/meter.ts';
import { createArrivalMarks } from './arrival-marks.ts';
import { createDraw, type DurationLaw } from './durations.ts';
import type { EventQueue } from './event-queue.ts';
import type { Presence } from './presence.ts';
import { enterStartState, type StartState } from './start-state.ts';
import { createTally, type Tally } from './tally.ts';
import { createUseWatch, type UseListener } from './use-watch.ts';

/** Tokens are the instants of arrival, or where functions share instances their marks. */
export type SimulatedInstance = FleetInstance<number>;

/** What happens at its instant. Never changed: the same object may be in the queue again and again. */
export interface SimulatedEvent {
  readonly kind: 'completion' | 'readiness' | 'wake';
  readonly owner: Simulated;
  /** Of a completion or readiness. */
  readonly subject: SimulatedInstance | undefined;
}

/** Invocations that come one after another, and how long each runs. */
export interface ArrivalStream {
  /** The instants of its invocations in milliseconds from the start, never decreasing; undefined after the last one. */
  next(): number | undefined;
  /** Of a warm invocation. */
  readonly service: DurationLaw;
}

export interface SimulatedFunction extends ArrivalStream {
  readonly name: string;
  readonly memoryMiB: number;
  /** Of other functions that run on the same instances. Default: none. */
  readonly others?: readonly ArrivalStream[];
  /** Until a new instance is ready. */
  readonly init: DurationLaw;
  /** Of an instance that is made from a stem cell; default: as `init`. */
  readonly prewarmedInit?: DurationLaw;
  /** Adds up what is billed; default: nothing is. */
  readonly meter?: Meter;
  /** Whoever prices what it does; default: nobody. */
  readonly listener?: UseListener;
  /** Of the first invocation of an instance, its own part; default: as `service`. */
  readonly firstService?: DurationLaw;
  /** Default: no instance. */
  readonly startState?: StartState;
  /** Made anew for each run: it may remember. */
  createPolicies(): FleetPolicies;
}

export interface Simulated {
  readonly name: string;
  readonly memoryMiB: number;
  readonly tally: Tally;
  readonly fleet: Fleet<number>;
  /** Does what an event says, and puts into the queue what follows from it. */
  handle(event: SimulatedEvent, nowMs: number): void;
  /** One a stream: when it has its first invocation, and what happens then. */
  readonly arrivals: readonly Arrivals[];
  /** Counts what is under way when the simulation ends. */
  close(nowMs: number): void;
}

export interface Arrivals {
  readonly firstMs: number;
  /** An invocation comes. @returns when the next one does; Infinity: never. */
  arrive(nowMs: number): number;
}

/** What all functions share. */
export interface SimulationContext extends FleetContext {
  readonly presence: Presence;
}

export interface SimulationClock {
  nowMs: number;
}

export function createSimulated(
  source: SimulatedFunction,
  events: EventQueue<SimulatedEvent>,
  clock: SimulationClock,
  context: SimulationContext,
): Simulated {
  const { name, memoryMiB } = source;
  const random = (): number => context.random();
  const drawInit = createDraw(source.init, random);
  const streams: readonly ArrivalStream[] = [source, ...(source.others ?? [])];
  const draws = streams.map(({ service }) => createDraw(service, random));
  const [drawService = () => 0] = draws;
  const drawFirst = source.firstService === undefined ? undefined : createDraw(source.firstService, random);
  /** One stream needs none: its tokens are the instants. */
  const marks = streams.length === 1 ? undefined : createArrivalMarks();
  const { meter } = source;
  const watch = source.listener === undefined ? undefined : createUseWatch(source.listener);
  const drawPrewarmed =
    source.prewarmedInit === undefined ? drawInit : createDraw(source.prewarmedInit, random);
  let tally = createTally(clock.nowMs);
  /** Before the time begins instances are ready at once, and those that run are as warm as any. */
  let isPreparing = source.startState !== undefined;
  /** Instants of the wakes in the queue, falling: the last one is the next to come. */
  const wakes: number[] = [];

  const toEvent = (kind: SimulatedEvent['kind'], subject?: SimulatedInstance): SimulatedEvent => ({
    kind,
    owner: simulated,
    subject,
  });
  const driver: FleetDriver<number> = {
    start(instance, reason) {
      const initMs = isPreparing ? 0 : (reason === 'prewarmed' ? drawPrewarmed : drawInit)();
      tally.started++;
      context.presence.change(Math.max(0, clock.nowMs), 1);
      tally.initMs += initMs;
      watch?.started(instance, initMs);
      if (initMs === 0) fleet.ready(instance, clock.nowMs);
      else events.push(clock.nowMs + initMs, toEvent('readiness', instance));
    },
    run(instance, token, start) {
      const drawOwn = marks === undefined ? drawService : (draws[marks.streamOf(token)] ?? drawService);
      const arrivedMs = marks === undefined ? token : marks.take(token);
      const isFirst = instance.uses === 1 && !isPreparing;
      const serviceMs = isFirst && drawFirst !== undefined ? drawFirst() : drawOwn();
      tally.starts[start]++;
      tally.runMs += serviceMs;
      tally.response.add(clock.nowMs + serviceMs - arrivedMs);
      if (meter !== undefined) {
        const initDurationMs = start === 'cold' ? clock.nowMs - instance.requestedAtMs : undefined;
        tally.billedMs += meter({ durationMs: serviceMs, initDurationMs });
      }
      watch?.ran(instance, clock.nowMs, serviceMs);
      events.push(clock.nowMs + serviceMs, toEvent('completion', instance));
    },
    refuse(token, { reason }) {
      marks?.take(token);
      tally.refused.set(reason, (tally.refused.get(reason) ?? 0) + 1);
    },
    roomFreed: () => expectWake(),
    remove(instance) {
      watch?.removed(instance);
      tally.removed++;
      context.presence.change(clock.nowMs, -1);
      tally.lifeMs += clock.nowMs - instance.requestedAtMs;
    },
  };
  const startMs = -Math.max(0, ...(source.startState?.idleForMs ?? []));
  const fleet = createFleet(source.createPolicies(), memoryMiB, driver, context, startMs);

  function expectWake(): void {
    // Another function's room may have been made after this one last looked.
    const atMs = Math.max(fleet.nextWakeMs(), clock.nowMs);
    if (atMs === Infinity || atMs >= (wakes.at(-1) ?? Infinity)) return;
    wakes.push(atMs);
    events.push(atMs, wake);
  }

  function complete(instance: SimulatedInstance, nowMs: number): void {
    watch?.completing(instance);
    fleet.complete(instance, nowMs);
    watch?.completed(instance, nowMs);
  }

  function arrive(nowMs: number, stream: ArrivalStream, at: number): number {
    tally.advance(fleet.seen, nowMs);
    tally.arrivals++;
    fleet.arrive(marks === undefined ? nowMs : marks.add(nowMs, at), nowMs);
    expectWake();
    return stream.next() ?? Infinity;
  }

  const simulated: Simulated = {
    name,
    memoryMiB,
    get tally() {
      return tally;
    },
    fleet,
    arrivals: streams.map((stream, at) => ({
      firstMs: stream.next() ?? Infinity,
      arrive: (nowMs) => arrive(nowMs, stream, at),
    })),
    handle({ kind, subject }, nowMs) {
      tally.advance(fleet.seen, nowMs);
      if (kind === 'wake') {
        wakes.pop();
        fleet.wake(nowMs);
      } else if (subject !== undefined) {
        if (kind === 'completion') complete(subject, nowMs);
        else fleet.ready(subject, nowMs);
      }
      expectWake();
    },
    close(nowMs) {
      tally.advance(fleet.seen, nowMs);
      watch?.close(nowMs);
    },
  };
  const wake = toEvent('wake');
  if (source.startState !== undefined) {
    enterStartState(fleet, source.startState, (nowMs) => (clock.nowMs = nowMs));
    isPreparing = false;
    tally = createTally(0);
  }
  expectWake();
  return simulated;
}
