/** The instances of one revision of a function: does with sandboxes what its fleet decides. */
import type { Timer } from '../clock.ts';
import type { FunctionRevision } from '../control/function-revision.ts';
import {
  canMakeAhead,
  canMakeSnapshots,
  type IsolationBackend,
  type MakesAhead,
  type MakesSnapshots,
  wantsSnapshot,
} from '../isolation/backend.ts';
import { createFleet, type Fleet } from '../policies/fleet/fleet.ts';
import type { ClusterNode } from '../policies/fleet/cluster.ts';
import type { FleetInstance } from '../policies/fleet/fleet-instance.ts';
import type { FleetContext, FleetDriver, StartKind } from '../policies/fleet/fleet-state.ts';
import type { FleetPolicies, Refusal } from '../policies/profile-parts.ts';
import type { FunctionHappening } from '../observe/timeline.ts';
import { createInstance, type Instance, type InstanceContext } from './instance.ts';
import type { Invocation, InvocationResult, RemovalCause } from './invocation.ts';
import { createProvisionedInstances, type ProvisionedState } from './provisioned-instances.ts';

export type DispatchResult =
  | { readonly kind: 'invoked'; readonly result: InvocationResult; readonly start: StartKind }
  /** The function, or the account, has as much as it may have: trying later helps. */
  | { readonly kind: 'throttled'; readonly reason: string; readonly waitMs: number }
  /** The platform cannot. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface PoolContext extends InstanceContext {
  readonly fleets: FleetContext;
  /** How many times faster than the clock the policies' time goes. */
  readonly timeScale: number;
  /** How many sandboxes to keep made for a function's next instances. */
  aheadOf(functionName: string): number;
}

export interface Pool {
  readonly revision: FunctionRevision;
  dispatch(invocation: Invocation): Promise<DispatchResult>;
  /** Has as many sandboxes made ahead as the function asks for now. */
  prepare(): Promise<void>;
  /** Keeps as many instances started, from now on. */
  provision(count: number): void;
  provisioned(): ProvisionedState;
  /** Takes no further invocation: removes idle instances at once, busy ones when they are done. Resolves when all are gone. */
  retire(): Promise<void>;
  /** Ends every instance at once. */
  close(): Promise<void>;
}

/** An invocation on its way. */
interface Pending {
  readonly invocation: Invocation;
  settle(result: DispatchResult): void;
}

/** What a refusal without an instant of its own says: Lambda's one second. */
const defaultWaitMs = 1000;

/** @param createPolicies - called when the revision is first needed: tags of a function come after its first revision. */
export function createPool(
  revision: FunctionRevision,
  createPolicies: () => FleetPolicies,
  context: PoolContext,
): Pool {
  const { clock, timeScale } = context;
  const nowMs = (): number => clock.now() * timeScale;
  const instances = new Map<FleetInstance<Pending>, Instance>();
  /** Where provisioned ones have their memory. */
  const nodes = new Map<Instance, ClusterNode>();
  /** Instances that are not wholly gone yet. */
  const all = new Set<Instance>();
  const whenEmpty: (() => void)[] = [];
  let alarm: { readonly atMs: number; readonly timer: Timer } | undefined;
  /** What makes sandboxes ahead for this revision. */
  let maker: MakesAhead | undefined;
  /** What keeps the snapshot of this revision. */
  let keeper: MakesSnapshots | undefined;
  let isRetired = false;

  const driver: FleetDriver<Pending> = {
    start(entry, reason) {
      const instance = createInstance(
        {
          revision,
          reason,
          instanceConcurrency,
          onReady: () => act(() => fleet().ready(entry, nowMs())),
          onLost: () => lose(entry),
        },
        context,
      );
      all.add(instance);
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
      if (instance !== undefined) void end(instance, cause);
    },
    roomFreed: () => act(() => undefined),
    pause: (entry) => instances.get(entry)?.pause(),
    resume: (entry) => instances.get(entry)?.resume(),
  };
  function tell(happening: FunctionHappening): void {
    context.timeline.push({ atEpochMs: clock.epochMs(), function: revision.name, ...happening });
  }

  let made: Fleet<Pending> | undefined;
  let instanceConcurrency = 1;
  function fleet(): Fleet<Pending> {
    if (made !== undefined) return made;
    const policies = createPolicies();
    ({ instanceConcurrency } = policies);
    made = createFleet(policies, revision.settings.memoryMiB, driver, context.fleets, nowMs());
    return made;
  }

  const provisioned = createProvisionedInstances({
    clock,
    create() {
      const node = context.fleets.cluster.place(revision.settings.memoryMiB);
      if (node === undefined) return undefined;
      const instance = createInstance(
        {
          revision,
          reason: 'provisioned',
          // Lambda's are for one invocation each, whatever the fleet's may hold.
          instanceConcurrency: 1,
          initializationType: 'provisioned-concurrency',
          onReady: () => undefined,
          onLost: () => provisioned.lost(instance),
        },
        context,
      );
      all.add(instance);
      nodes.set(instance, node);
      return instance;
    },
    remove(instance) {
      const node = nodes.get(instance);
      nodes.delete(instance);
      if (node !== undefined) context.fleets.cluster.release(node, revision.settings.memoryMiB);
      void end(instance, isRetired ? 'replaced' : 'scaledIn');
    },
  });

  async function runProvisioned(instance: Instance, invocation: Invocation): Promise<DispatchResult> {
    const result = await instance.invoke(invocation, false);
    provisioned.giveBack(instance);
    return { kind: 'invoked', result, start: 'warm' };
  }

  /** Whatever happens to the fleet may change when it wants to be woken. */
  function act(action: () => void): void {
    action();
    const atMs = fleet().nextWakeMs();
    if (alarm !== undefined && alarm.atMs <= atMs) return;
    alarm?.timer.cancel();
    alarm = undefined;
    if (atMs === Infinity) return;
    const timer = clock.after((atMs - nowMs()) / timeScale, () => {
      alarm = undefined;
      act(() => fleet().wake(Math.max(atMs, nowMs())));
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
    if (hasRun) act(() => fleet().complete(entry, nowMs()));
    pending.settle({ kind: 'invoked', result, start });
  }

  async function prepareAny(entry: FleetInstance<Pending>, instance: Instance): Promise<void> {
    const toFailure = await instance.prepare();
    if (toFailure === undefined) return;
    // One of those that wait is told why: else all would wait for instances that cannot come.
    const pending = fleet().takeWaiting(nowMs());
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
    act(() => fleet().lost(entry, nowMs()));
    if (instance !== undefined) void end(instance, 'crash');
  }

  /** One that is gone already keeps the cause it has. */
  async function end(instance: Instance, cause: RemovalCause): Promise<void> {
    await instance.remove(cause);
    all.delete(instance);
    if (all.size === 0) for (const resolve of whenEmpty.splice(0)) resolve();
  }

  async function prepare(): Promise<void> {
    // Its scaler may want instances, or a tick, before anything happens.
    if (!isRetired) act(() => undefined);
    const backend = context.backendOf(revision.name);
    if (wantsSnapshot(revision)) return await prepareSnapshot(backend);
    const next = canMakeAhead(backend) ? backend : undefined;
    if (next !== maker) maker?.keepReady(revision, 0);
    maker = next;
    maker?.keepReady(revision, isRetired ? 0 : context.aheadOf(revision.name));
  }

  /** Its instances are copies: none is made ahead. */
  async function prepareSnapshot(backend: IsolationBackend): Promise<void> {
    if (isRetired || !canMakeSnapshots(backend)) return;
    keeper = backend;
    const isMade = await keeper.keepSnapshot(revision);
    if (!isMade)
      context.log(`no snapshot of ${revision.name}, version ${revision.version}: it does not initialise`);
  }

  function stop(): void {
    isRetired = true;
    void keeper?.dropSnapshot(revision);
    provisioned.setTarget(0);
    maker?.keepReady(revision, 0);
  }

  return {
    revision,
    dispatch(invocation) {
      const kept = provisioned.take();
      if (kept !== undefined) return runProvisioned(kept, invocation);
      return new Promise((settle) => act(() => fleet().arrive({ invocation, settle }, nowMs())));
    },
    prepare,
    provision: (count) => provisioned.setTarget(isRetired ? 0 : count),
    provisioned: () => provisioned.state(),
    async retire() {
      stop();
      act(() => fleet().retire(nowMs()));
      if (all.size > 0) await new Promise<void>((resolve) => whenEmpty.push(resolve));
      alarm?.timer.cancel();
    },
    async close() {
      stop();
      alarm?.timer.cancel();
      for (let one = made?.takeWaiting(nowMs()); one !== undefined; one = made?.takeWaiting(nowMs())) {
        one.settle({ kind: 'refused', reason: 'shutdown' });
      }
      await Promise.all([...all].map((instance) => end(instance, 'shutdown')));
    },
  };
}

function toRefused({ status, reason, retryAfterMs = defaultWaitMs }: Refusal): DispatchResult {
  return status === 429 ? { kind: 'throttled', reason, waitMs: retryAfterMs } : { kind: 'refused', reason };
}
