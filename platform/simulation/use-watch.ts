/** What instances do, in the terms that somebody is billed by: single invocations, and the time in which one was active. */
import type { FleetInstance } from '../policies/fleet/fleet-instance.ts';

/** Told by a simulation; durations in milliseconds. */
export interface UseListener {
  /** @param initMs - of the start that it waited for; 0 for a warm one. */
  invoked?(durationMs: number, initMs: number): void;
  /**
   * An instance had invocations in flight without a gap.
   *
   * @param initMs - of its start, where these were its first; else 0.
   */
  wasActive?(durationMs: number, initMs: number, invocations: number): void;
}

export interface UseWatch {
  started(instance: FleetInstance<number>, initMs: number): void;
  /** After it was given an invocation. */
  ran(instance: FleetInstance<number>, nowMs: number, durationMs: number): void;
  /** Before and after one of its invocations is over: what has waited for it goes on without a gap. */
  completing(instance: FleetInstance<number>): void;
  completed(instance: FleetInstance<number>, nowMs: number): void;
  removed(instance: FleetInstance<number>): void;
  /** The simulation is over, in the middle of what is active. */
  close(nowMs: number): void;
}

interface Use {
  /** Until an invocation has it on its bill. */
  initMs: number;
  activeSinceMs: number;
  /** Invocations before it became active. */
  usesBefore: number;
  /** Its last invocation is just over. */
  isEnding: boolean;
}

export function createUseWatch(listener: UseListener): UseWatch {
  const uses = new Map<FleetInstance<number>, Use>();

  function tell(instance: FleetInstance<number>, use: Use, nowMs: number): void {
    listener.wasActive?.(nowMs - use.activeSinceMs, use.initMs, instance.uses - use.usesBefore);
    use.initMs = 0;
  }

  return {
    started(instance, initMs) {
      uses.set(instance, { initMs, activeSinceMs: 0, usesBefore: 0, isEnding: false });
    },
    ran(instance, nowMs, durationMs) {
      const use = uses.get(instance);
      if (use === undefined) return;
      listener.invoked?.(durationMs, instance.uses === 1 ? use.initMs : 0);
      if (instance.inFlight > 1) return;
      if (use.isEnding) {
        use.isEnding = false;
        return;
      }
      use.activeSinceMs = nowMs;
      use.usesBefore = instance.uses - 1;
    },
    completing(instance) {
      const use = uses.get(instance);
      if (use !== undefined) use.isEnding = instance.inFlight === 1;
    },
    completed(instance, nowMs) {
      const use = uses.get(instance);
      if (use?.isEnding !== true) return;
      use.isEnding = false;
      tell(instance, use, nowMs);
      if (instance.state === 'gone') uses.delete(instance);
    },
    removed(instance) {
      if (uses.get(instance)?.isEnding === false) uses.delete(instance);
    },
    close(nowMs) {
      for (const [instance, use] of uses) if (instance.inFlight > 0) tell(instance, use, nowMs);
    },
  };
}
