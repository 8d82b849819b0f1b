/** The fleet of a revision, live: does with instances what it decides, and wakes it when it wants to be woken. */
import type { Timer } from '../clock.ts';
import type { FunctionRevision } from '../control/function-revision.ts';
import type { FunctionHappening } from '../observe/timeline.ts';
import { createFleet } from '../policies/fleet/fleet.ts';
import type { FleetInstance } from '../policies/fleet/fleet-instance.ts';
import type { FleetContext, FleetDriver, StartKind } from '../policies/fleet/fleet-state.ts';
import type { FleetPolicies, Refusal } from '../policies/profile-parts.ts';
import { createInstance, type Instance, type InstanceContext } from './instance.ts';
import type { Invocation, InvocationResult, RemovalCause } from './invocation.ts';

export type DispatchResult =
  | { readonly kind: 'invoked'; readonly result: InvocationResult; readonly start: StartKind }
  /** The function, or the account, has as much as it may have: trying later helps. */
  | { readonly kind: 'throttled'; readonly reason: string; readonly waitMs: number }
  /** The platform cannot. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface LiveFleetContext extends InstanceContext {
  readonly fleets: FleetContext;
  /** How many times faster than the clock the policies' time goes. */
  readonly timeScale: number;
}

export interface LiveFleetOptions {
  readonly revision: FunctionRevision;
  readonly policies: FleetPolicies;
  /** An instance has begun to be. */
  onBegun(instance: Instance): void;
  /** It is not wanted any more, or gone already. */
  remove(instance: Instance, cause: RemovalCause): void;
}

export interface LiveFleet {
  dispatch(invocation: Invocation): Promise<DispatchResult>;
  /** Takes no further invocation: removes idle instances at once, busy ones when they are done. */
  retire(): void;
  /** Wakes it no more. */
  stop(): void;
  /** Answers all that still wait. */
  refuseWaiting(reason: string): void;
}

/** An invocation on its way. */
interface Pending {
  readonly invocation: Invocation;
  settle(result: DispatchResult): void;
}

/** What a refusal without an instant of its own says: Lambda's one second. */
const defaultWaitMs = 1000;

export function createLiveFleet(options: LiveFleetOptions, context: LiveFleetContext): LiveFleet {
  const { revision, policies } = options;
  const { clock, timeScale } = context;
  const nowMs = (): number => clock.now() * timeScale;
  const instances = new Map<FleetInstance<Pending>, Instance>();
  let alarm: { readonly atMs: number; readonly timer: Timer } | undefined;

  const driver: FleetDriver<Pending> = {
    start(entry, reason) {
      const instance = createInstance(
        {
          revision,
          reason,
          instanceConcurrency: policies.instanceConcurrency,
          onReady: () => act(() => fleet.ready(entry, nowMs())),
          onLost: () => lose(entry),
        },
        context,
      );
      options.onBegun(instance);
      instances.set(entry, instance);
      if (entry.bound === undefined) void prepareAny(entry, instance);
      else void runFirst(entry, instance, entry.bound.token);
    },
    run(entry, pending, start) {
      // The one that it was started for runs already.
      if (start !== 'cold') void run(entry, pending, start);
    },
    refuse(pending, refusal) {
      tell({ event: 'refused', reason: refusal.reason });
      pending.settle(toRefused(refusal));
    },
    scaled: (from, to, reason) => tell({ event: 'scaled', from, to, reason }),
    remove(entry, cause) {
      const instance = instances.get(entry);
      instances.delete(entry);
      if (instance !== undefined) options.remove(instance, cause);
    },
    roomFreed: () => act(() => undefined),
    pause: (entry) => instances.get(entry)?.pause(),
    resume: (entry) => instances.get(entry)?.resume(),
  };
  const fleet = createFleet(policies, revision.settings.memoryMiB, driver, context.fleets, nowMs());
  // Its scaler may want instances, or a tick, before anything happens.
  act(() => undefined);

  function tell(happening: FunctionHappening): void {
    context.timeline.push(clock.epochMs(), { function: revision.name }, happening);
  }

  /** Whatever happens to the fleet may change when it wants to be woken. */
  function act(action: () => void): void {
    action();
    const atMs = fleet.nextWakeMs();
    if (alarm !== undefined && alarm.atMs <= atMs) return;
    alarm?.timer.cancel();
    alarm = undefined;
    if (atMs === Infinity) return;
    const timer = clock.after((atMs - nowMs()) / timeScale, () => {
      alarm = undefined;
      act(() => fleet.wake(Math.max(atMs, nowMs())));
    });
    alarm = { atMs, timer };
  }

  async function runFirst(
    entry: FleetInstance<Pending>,
    instance: Instance,
    pending: Pending,
  ): Promise<void> {
    finish(entry, instance, pending, await instance.invokeFirst(pending.invocation), 'cold');
  }

  async function run(entry: FleetInstance<Pending>, pending: Pending, start: StartKind): Promise<void> {
    const instance = instances.get(entry);
    if (instance === undefined) return pending.settle({ kind: 'refused', reason: 'instanceGone' });
    const result = await instance.invoke(pending.invocation, start === 'coldWaiter');
    finish(entry, instance, pending, result, start);
  }

  function finish(
    entry: FleetInstance<Pending>,
    instance: Instance,
    pending: Pending,
    result: InvocationResult,
    start: StartKind,
  ): void {
    const hasRun = entry.inFlight > 0;
    if (!instance.isUsable()) lose(entry);
    if (hasRun) act(() => fleet.complete(entry, nowMs()));
    pending.settle({ kind: 'invoked', result, start });
  }

  async function prepareAny(entry: FleetInstance<Pending>, instance: Instance): Promise<void> {
    const toFailure = await instance.prepare();
    if (toFailure === undefined) return;
    // One of those that wait is told why: else all would wait for instances that cannot come.
    const pending = fleet.takeWaiting(nowMs());
    if (pending === undefined) void instance.remove('initError');
    else {
      const result = toFailure(pending.invocation);
      pending.settle({ kind: 'invoked', result, start: 'coldWaiter' });
    }
    lose(entry);
  }

  /** It has ended by itself. */
  function lose(entry: FleetInstance<Pending>): void {
    const instance = instances.get(entry);
    instances.delete(entry);
    act(() => fleet.lost(entry, nowMs()));
    if (instance !== undefined) options.remove(instance, 'crash');
  }

  return {
    dispatch: (invocation) =>
      new Promise((settle) => act(() => fleet.arrive({ invocation, settle }, nowMs()))),
    retire: () => act(() => fleet.retire(nowMs())),
    stop: () => alarm?.timer.cancel(),
    refuseWaiting(reason) {
      for (let one = fleet.takeWaiting(nowMs()); one !== undefined; one = fleet.takeWaiting(nowMs())) {
        one.settle({ kind: 'refused', reason });
      }
    },
  };
}

function toRefused({ status, reason, retryAfterMs = defaultWaitMs }: Refusal): DispatchResult {
  return status === 429 ? { kind: 'throttled', reason, waitMs: retryAfterMs } : { kind: 'refused', reason };
}
