import { describe, expect, it } from '@jest/globals';
import { knative } from '../../../../../platform/policies/index.ts';

const config = knative.defaultAutoscalerConfig;

/** A revision whose instances start at once, asked every second as its proxies, activator and autoscaler are. */
class Revision {
  readonly history: number[] = [];
  #spec: knative.DeciderSpec;
  #limits: knative.ReplicaLimits;
  #windows: knative.MetricWindows;
  #state = knative.createScalerState(0, 0);
  #reporter: knative.ActivatorReporter;
  #scale: { desired: number; burst: number };
  #nextTickMs = knative.tickIntervalMs;
  #instances = 0;
  #activity: knative.RevisionActivity = 'inactive';
  #activitySinceMs = 0;
  #proxiedSinceMs: number | undefined = 0;

  constructor(annotations: knative.RevisionAnnotations) {
    const settings = { annotations, config, containerConcurrency: 10 };
    this.#spec = knative.toDeciderSpec(settings);
    this.#limits = knative.toReplicaLimits(settings);
    this.#windows = knative.createMetricWindows(knative.toMetricSpec(settings));
    const initial = knative.toInitialScale(this.#spec);
    this.#scale = { desired: initial.desiredInstances, burst: initial.excessBurstCapacity };
  }

  /** All of the load goes through the activator. */
  change(event: 'in' | 'out', nowMs: number): void {
    const report = knative.noteAtActivator(this.#reporter, event, nowMs);
    this.#reporter = report.reporter;
    this.#record(report.stat, nowMs);
  }

  second(nowMs: number): void {
    const report = knative.reportAtActivator(this.#reporter, nowMs);
    this.#reporter = report.reporter;
    // Idle instances are scraped all the same.
    this.#record(report.stat ?? (this.#instances > 0 ? knative.combineStats([], 0) : undefined), nowMs);
    this.#reconcile(nowMs);
    this.history.push(this.#instances);
  }

  #record(stat: knative.Stat | undefined, nowMs: number): void {
    if (stat !== undefined) {
      this.#windows = knative.recordMetric(this.#windows, nowMs, knative.toMetric(stat, 'concurrency'));
    }
    const seen = {
      nextTickMs: this.#nextTickMs,
      desiredInstances: this.#scale.desired,
      arrivedConcurrency: stat?.concurrency,
    };
    const tick = knative.decideTick(seen, nowMs);
    this.#nextTickMs = tick.nextTickMs;
    if (tick.kind === 'tick') this.#decide(nowMs);
  }

  #decide(nowMs: number): void {
    const seen = { readyInstances: this.#instances, value: knative.readMetric(this.#windows, nowMs) };
    const { decision, state } = knative.decideScale(seen, this.#spec, this.#state, nowMs);
    this.#state = state;
    if (decision.kind !== 'scale') return;
    this.#scale = { desired: decision.desiredInstances, burst: decision.excessBurstCapacity };
    this.#reconcile(nowMs);
  }

  #reconcile(nowMs: number): void {
    const { instances, isApplied } = knative.decideReplicas(
      {
        desiredInstances: this.#scale.desired,
        currentInstances: this.#instances,
        activity: this.#activity,
        activitySinceMs: this.#activitySinceMs,
        proxiedSinceMs: this.#proxiedSinceMs,
        probeActivator: () => this.#proxiedSinceMs !== undefined,
      },
      this.#limits,
      nowMs,
    );
    if (isApplied) this.#instances = instances;
    const path = {
      wantedInstances: instances,
      excessBurstCapacity: this.#scale.burst,
      activity: this.#activity,
    };
    const isProxied = knative.decidePath(path).mode === 'proxy';
    this.#proxiedSinceMs = isProxied ? (this.#proxiedSinceMs ?? nowMs) : undefined;
    this.#enter(instances, nowMs);
  }

  #enter(wantedInstances: number, nowMs: number): void {
    const seen = {
      activity: this.#activity,
      wantedInstances,
      readyInstances: this.#instances,
      isInitialScaleReached: true,
    };
    const { activity } = knative.decideActivity(seen, this.#limits);
    if (activity !== this.#activity) this.#activitySinceMs = nowMs;
    this.#activity = activity;
  }
}

function changeBy(revision: Revision, event: 'in' | 'out', nowMs: number): void {
  for (let one = 0; one < 40; one++) revision.change(event, nowMs);
}

/** Half a minute of nothing, 40 invocations at once for five minutes, and nothing again for three. */
function play(annotations: knative.RevisionAnnotations): number[] {
  const revision = new Revision(annotations);
  for (let second = 1; second <= 510; second++) {
    const nowMs = second * 1000;
    if (second === 30) changeBy(revision, 'in', nowMs);
    if (second === 330) changeBy(revision, 'out', nowMs);
    revision.second(nowMs);
  }
  return revision.history;
}

/** Number of instances at the end of a second. */
const at = (history: readonly number[], second: number): number | undefined => history[second - 1];

describe('a revision that is played through', () => {
  it('has nothing without load, and as many as the load asks for within seconds, without swinging', () => {
    const history = play({ targetBurstCapacity: 0 });
    expect(at(history, 29)).toBe(0);
    expect(at(history, 30)).toBe(1);
    expect(at(history, 36)).toBe(6);
    expect(new Set(history.slice(35, 330))).toEqual(new Set([Math.ceil(40 / 7)]));
  });

  it('goes after the stable window and the grace period', () => {
    const history = play({ targetBurstCapacity: 0 });
    const last = history.lastIndexOf(1) + 1;
    expect(last).toBeGreaterThanOrEqual(330 + 60 + 30 - 2);
    expect(last).toBeLessThanOrEqual(330 + 60 + 30 + 3);
    expect(at(history, 510)).toBe(0);
  });

  it('goes after the stable window when the activator has been in the path all along', () => {
    const last = play({ targetBurstCapacity: 211 }).lastIndexOf(1) + 1;
    expect(last).toBeGreaterThanOrEqual(330 + 60 - 2);
    expect(last).toBeLessThanOrEqual(330 + 60 + 3);
  });

  it('keeps its last instance for the retention', () => {
    const last = play({ targetBurstCapacity: 211, scaleToZeroRetentionMs: 60_000 }).lastIndexOf(1) + 1;
    expect(last).toBeGreaterThanOrEqual(330 + 60 + 60 - 2);
    expect(last).toBeLessThanOrEqual(330 + 60 + 60 + 3);
  });

  it('goes down later with a delay: by the delay since the last decision for more', () => {
    const history = play({ targetBurstCapacity: 0 });
    const delayed = play({ targetBurstCapacity: 0, scaleDownDelayMs: 60_000 });
    const firstFewer = (seconds: readonly number[]): number =>
      seconds.findIndex((instances, index) => index > 60 && instances < 6);
    expect(firstFewer(delayed) - firstFewer(history)).toBe(60 - 2);
  });

  it('keeps its minimum', () => {
    expect(at(play({ minScale: 2 }), 510)).toBe(2);
  });
});
