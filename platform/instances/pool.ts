/** The instances of one revision of a function: those of its fleet, and those that are provisioned, or made ahead. */
import type { FunctionRevision } from '../control/function-revision.ts';
import {
  canMakeAhead,
  canMakeSnapshots,
  type IsolationBackend,
  type MakesAhead,
  type MakesSnapshots,
  wantsSnapshot,
} from '../isolation/backend.ts';
import type { ClusterNode } from '../policies/fleet/cluster.ts';
import { actsUnasked, type FleetPolicies } from '../policies/profile-parts.ts';
import { createInstance, type Instance } from './instance.ts';
import type { Invocation, RemovalCause } from './invocation.ts';
import { createLiveFleet, type DispatchResult, type LiveFleet, type LiveFleetContext } from './live-fleet.ts';
import {
  createProvisionedInstances,
  type ProvisionedInstances,
  type ProvisionedState,
} from './provisioned-instances.ts';

export interface PoolContext extends LiveFleetContext {
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

const nothingProvisioned: ProvisionedState = { available: 0, failure: undefined };

/**
 * @param createPolicies - called when the revision is first needed: tags of a function come after its first revision. What
 *   it gives may be thrown away, and be asked for again.
 */
export function createPool(
  revision: FunctionRevision,
  createPolicies: () => FleetPolicies,
  context: PoolContext,
): Pool {
  /** Instances that are not wholly gone yet. */
  const all = new Set<Instance>();
  const whenEmpty: (() => void)[] = [];
  /** Most functions are seldom called, and are to cost next to nothing until then. */
  let fleet: LiveFleet | undefined;
  let provisioned: ProvisionedInstances | undefined;
  /** What makes sandboxes ahead for this revision. */
  let maker: MakesAhead | undefined;
  /** What keeps the snapshot of this revision. */
  let keeper: MakesSnapshots | undefined;
  let isRetired = false;

  function openFleet(policies: FleetPolicies): LiveFleet {
    const opened = createLiveFleet(
      {
        revision,
        policies,
        onBegun: (instance) => void all.add(instance),
        remove: (instance, cause) => void end(instance, cause),
      },
      context,
    );
    // An invocation that found the revision while it was current still runs.
    if (isRetired) opened.retire();
    return opened;
  }

  function openProvisioned(): ProvisionedInstances {
    /** Where they have their memory. */
    const nodes = new Map<Instance, ClusterNode>();
    const { cluster } = context.fleets;
    const { memoryMiB } = revision.settings;
    const opened = createProvisionedInstances({
      clock: context.clock,
      create() {
        const node = cluster.place(memoryMiB);
        if (node === undefined) return undefined;
        const instance = createInstance(
          {
            revision,
            reason: 'provisioned',
            // Lambda's are for one invocation each, whatever the fleet's may hold.
            instanceConcurrency: 1,
            initializationType: 'provisioned-concurrency',
            onReady: () => undefined,
            onLost: () => opened.lost(instance),
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
        if (node !== undefined) cluster.release(node, memoryMiB);
        void end(instance, isRetired ? 'replaced' : 'scaledIn');
      },
    });
    return opened;
  }

  async function runProvisioned(
    instances: ProvisionedInstances,
    instance: Instance,
    invocation: Invocation,
  ): Promise<DispatchResult> {
    const result = await instance.invoke(invocation, false);
    instances.giveBack(instance);
    return { kind: 'invoked', result, start: 'warm' };
  }

  /** One that is gone already keeps the cause it has. */
  async function end(instance: Instance, cause: RemovalCause): Promise<void> {
    await instance.remove(cause);
    all.delete(instance);
    if (all.size === 0) for (const resolve of whenEmpty.splice(0)) resolve();
  }

  async function prepare(): Promise<void> {
    if (fleet === undefined && !isRetired) {
      const policies = createPolicies();
      if (actsUnasked(policies)) fleet = openFleet(policies);
    }
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
    provisioned?.setTarget(0);
    maker?.keepReady(revision, 0);
  }

  return {
    revision,
    dispatch(invocation) {
      const kept = provisioned?.take();
      if (provisioned !== undefined && kept !== undefined)
        return runProvisioned(provisioned, kept, invocation);
      fleet ??= openFleet(createPolicies());
      return fleet.dispatch(invocation);
    },
    prepare,
    provision(count) {
      const wanted = isRetired ? 0 : count;
      if (wanted > 0) provisioned ??= openProvisioned();
      provisioned?.setTarget(wanted);
    },
    provisioned: () => provisioned?.state() ?? nothingProvisioned,
    async retire() {
      stop();
      fleet?.retire();
      if (all.size > 0) await new Promise<void>((resolve) => whenEmpty.push(resolve));
      fleet?.stop();
    },
    async close() {
      stop();
      fleet?.stop();
      fleet?.refuseWaiting('shutdown');
      await Promise.all([...all].map((instance) => end(instance, 'shutdown')));
    },
  };
}
