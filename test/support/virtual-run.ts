/**
 * Plays an experiment against the platform's own policies on virtual time, as the executor plays it against a live
 * platform: what it concludes can then be compared with what is true.
 */
import { createRandom } from '../../harness/contract/seeded-random.ts';
import type { Invocation } from '../../harness/contract/invocation.ts';
import type { Phase } from '../../harness/contract/phase.ts';
import type { RunRecord } from '../../harness/contract/run-record.ts';
import { fromMillis, toMillis } from '../../harness/contract/units.ts';
import { observe } from '../../harness/experiments/observe.ts';
import { planRun, toPhases } from '../../harness/experiments/plan.ts';
import type { ExperimentConfig, Scenario } from '../../harness/scenario/scenario.ts';
import { createCluster } from '../../platform/policies/fleet/cluster.ts';
import { createFleet } from '../../platform/policies/fleet/fleet.ts';
import type { FleetInstance } from '../../platform/policies/fleet/fleet-instance.ts';
import type { FleetDriver } from '../../platform/policies/fleet/fleet-state.ts';
import type { FleetPolicies } from '../../platform/policies/profile-parts.ts';
import { createDraw, type DurationLaw } from '../../platform/simulation/durations.ts';
import { createEventQueue } from '../../platform/simulation/event-queue.ts';
import { createSchedule } from '../../workloads/arrivals/create-schedule.ts';
import { createManifest } from './synthetic-run.ts';

export interface Truth {
  readonly policies: FleetPolicies;
  readonly init: DurationLaw;
  readonly service: DurationLaw;
  /** Of the first invocation of an instance; default: as `service`. */
  readonly firstService?: DurationLaw;
  readonly seed: number;
}

interface Token {
  readonly phase: Phase;
  readonly repetition: number;
  readonly index: number;
  readonly arrivedMs: number;
}

type Instance = FleetInstance<Token>;

/** The record that the run directory would hold. Every experiment is of one function, `hello`. */
export function runVirtually(experiments: readonly ExperimentConfig[], truth: Truth): RunRecord {
  const platform = createVirtualPlatform(truth);
  const scenario = { seed: truth.seed, experiments } as unknown as Scenario;
  const plan = planRun(scenario, ['hello'], createSchedule);
  const phases = toPhases(plan);
  const record = (): RunRecord => ({
    manifest: { ...createManifest({ functions: ['hello'] }), phases, scenarioSource: { experiments } },
    invocations: platform.invocations,
    events: [],
    generator: [],
    instances: platform.listInstances(),
    end: { at: fromMillis(platform.nowMs()), outcome: 'completed' },
  });
  for (const { experiment, phases: first } of plan.experiments) {
    for (const phase of first) platform.play(phase);
    for (;;) {
      const added = plan.complete(experiment.next?.(observe(record(), experiment.config.name)) ?? []);
      if (added.length === 0) break;
      phases.push(...added);
      for (const phase of added) platform.play(phase);
    }
  }
  return record();
}

function toRequestId({ id }: Phase, repetition: number, index: number): string {
  return `${id}-${repetition}-${index}`;
}

function createVirtualPlatform({ policies, init, service, firstService, seed }: Truth) {
  const random = createRandom(seed);
  const drawInit = createDraw(init, random);
  const drawService = createDraw(service, random);
  const drawFirst = firstService === undefined ? drawService : createDraw(firstService, random);
  const queue = createEventQueue<() => void>();
  const invocations: Invocation[] = [];
  const lives = new Map<
    Instance,
    { readonly id: string; ready?: number; removed?: number; first?: string }
  >();
  let now = 0;
  let wakeAtMs = Infinity;

  const at = (atMs: number, act: () => void): void => queue.push(atMs, act);
  /** Written out: a long load has a million of them. */
  const end = (
    { phase, repetition, index, arrivedMs }: Token,
    fields: Pick<Invocation, 'outcome' | 'start' | 'instance' | 'handlerDurationMs' | 'initDurationMs'>,
  ): void => {
    const startedAt = fromMillis(arrivedMs);
    invocations.push({
      phase: phase.id,
      function: 'hello',
      index,
      repetition,
      intendedStart: startedAt,
      sentAt: startedAt,
      firstByteAt: undefined,
      endedAt: fromMillis(now),
      outcome: fields.outcome,
      start: fields.start,
      evidence: 'probe',
      attempts: 1,
      status: 200,
      instance: fields.instance,
      requestId: toRequestId(phase, repetition, index),
      error: undefined,
      initDurationMs: fields.initDurationMs,
      handlerDurationMs: fields.handlerDurationMs,
      handlerStartedAtEpochMs: undefined,
      billedDurationMs: undefined,
      maxMemoryUsedMiB: undefined,
      connectDurationMs: undefined,
      tlsDurationMs: undefined,
    });
  };
  const driver: FleetDriver<Token> = {
    start(instance) {
      lives.set(instance, { id: `i-${lives.size}` });
      at(now + drawInit(), () => {
        const life = lives.get(instance);
        if (life === undefined || life.removed !== undefined) return;
        life.ready = now;
        fleet.ready(instance, now);
      });
    },
    run(instance, token, start) {
      const life = lives.get(instance);
      const isFirst = instance.uses === 1;
      const serviceMs = isFirst ? drawFirst() : drawService();
      if (life !== undefined && isFirst) {
        life.first = toRequestId(token.phase, token.repetition, token.index);
      }
      const waitedMs = now - token.arrivedMs;
      at(now + serviceMs, () => {
        fleet.complete(instance, now);
        const kind = isFirst && start !== 'warm' ? 'cold' : start;
        end(token, {
          outcome: 'ok',
          instance: life?.id,
          handlerDurationMs: serviceMs,
          start: kind,
          initDurationMs: kind === 'cold' ? waitedMs : undefined,
        });
      });
    },
    refuse: (token) =>
      end(token, {
        outcome: 'throttled',
        start: 'unknown',
        instance: undefined,
        handlerDurationMs: undefined,
        initDurationMs: undefined,
      }),
    roomFreed: () => expectWake(),
    remove(instance) {
      const life = lives.get(instance);
      if (life !== undefined) life.removed = now;
    },
  };
  const cluster = createCluster({ nodesMiB: [Infinity], choice: 'firstFit', evicts: false });
  const fleet = createFleet(policies, 128, driver, { cluster, account: { inFlight: 0 }, random }, 0);

  function expectWake(): void {
    const atMs = Math.max(fleet.nextWakeMs(), now);
    if (atMs === Infinity || atMs >= wakeAtMs) return;
    wakeAtMs = atMs;
    at(atMs, () => {
      wakeAtMs = Infinity;
      fleet.wake(now);
    });
  }

  function passTime(untilMs: number, isDone: () => boolean = () => false): void {
    expectWake();
    while (!isDone() && queue.nextMs() <= untilMs) {
      now = queue.nextMs();
      queue.pop()?.();
      expectWake();
    }
    if (untilMs !== Infinity) now = untilMs;
  }

  function discardInstances(): void {
    for (const [instance, life] of lives) {
      if (life.removed !== undefined) continue;
      life.removed = now;
      fleet.lost(instance, now);
    }
  }

  return {
    invocations,
    nowMs: () => now,
    listInstances: () =>
      Array.from(lives, ([{ requestedAtMs }, { id, ready, removed, first }]) => ({
        instance: id,
        function: 'hello',
        requestedAt: fromMillis(requestedAtMs),
        readyAt: ready === undefined ? undefined : fromMillis(ready),
        removedAt: removed === undefined ? undefined : fromMillis(removed),
        busyMs: 0,
        isolation: 'process',
        firstRequestId: first,
        cause: undefined,
      })),
    play(phase: Phase): void {
      const { load, before, repetitions, seed: own } = phase;
      if (load.model === 'closed') throw new Error('only open loads are played on virtual time');
      const schedule = createSchedule(load.arrivals, own);
      for (let repetition = 0; repetition < repetitions; repetition++) {
        if (before.kind === 'discardInstances') discardInstances();
        if (before.kind === 'idle') passTime(now + before.forMs);
        const beganMs = now;
        const whole = invocations.length;
        let index = 0;
        const expect = (): void => {
          const start = schedule.intendedStart(index);
          if (start === undefined) return;
          const token = { phase, repetition, index: index++, arrivedMs: beganMs + toMillis(start) };
          at(token.arrivedMs, () => {
            fleet.arrive(token, now);
            expect();
          });
        };
        expect();
        passTime(
          Infinity,
          () => schedule.intendedStart(index) === undefined && invocations.length === whole + index,
        );
      }
    },
  };
}
