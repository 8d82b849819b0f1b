/** The instances of one revision of a function: who is idle, who is new, who has to go. */
import type { Clock, Timer } from '../clock.ts';
import type { FunctionRevision } from '../control/function-revision.ts';
import { canMakeAhead, type MakesAhead } from '../isolation/backend.ts';
import {
  createTokenBucket,
  decideArrival,
  decideKeepAlive,
  type PlacementObservation,
  type PolicyProfile,
  type ThrottleReason,
  type TokenBucket,
} from '../policies/index.ts';
import { createInstance, type Instance, type InstanceContext } from './instance.ts';
import type { Invocation, InvocationResult, RemovalCause } from './invocation.ts';

export type DispatchResult =
  | { readonly kind: 'invoked'; readonly result: InvocationResult }
  | { readonly kind: 'throttled'; readonly reason: ThrottleReason; readonly waitMs: number }
  | { readonly kind: 'refused'; readonly reason: 'noMemory' };

export interface PoolContext extends InstanceContext {
  readonly profile: PolicyProfile;
  /** Memory that the machine can still give, in MiB. */
  readAvailableMiB(): number;
  /** How many sandboxes to keep made for a function's next instances. */
  aheadOf(functionName: string): number;
}

/** Shared by all revisions of a function. */
export interface FunctionStarts {
  bucket: TokenBucket;
  /** Instances made so far. */
  count: number;
}

export interface Pool {
  readonly revision: FunctionRevision;
  dispatch(invocation: Invocation): Promise<DispatchResult>;
  /** Has as many sandboxes made ahead as the function asks for now. */
  prepare(): void;
  /** Takes no further invocation: removes idle instances at once, busy ones when they are done. Resolves when all are gone. */
  retire(): Promise<void>;
  /** Ends every instance at once. */
  close(): Promise<void>;
}

export function createFunctionStarts(profile: PolicyProfile, clock: Clock): FunctionStarts {
  return { bucket: createTokenBucket(profile.starts, clock.now()), count: 0 };
}

interface IdleEntry {
  readonly instance: Instance;
  readonly sequence: number;
  readonly idleSinceMs: number;
}

export function createPool(revision: FunctionRevision, starts: FunctionStarts, context: PoolContext): Pool {
  const { clock, profile } = context;
  const idle: IdleEntry[] = [];
  const all = new Set<Instance>();
  let sweep: Timer | undefined;
  let isRetired = false;
  const whenEmpty: (() => void)[] = [];
  /** What makes sandboxes ahead for this revision. */
  let maker: MakesAhead | undefined;

  function observeMachine(): PlacementObservation {
    return { availableMiB: context.readAvailableMiB(), startingInstances: context.records.countStarting() };
  }

  async function dispatch(invocation: Invocation): Promise<DispatchResult> {
    const decision = decideArrival(
      { idle, starts: starts.bucket, machine: observeMachine },
      profile,
      clock.now(),
    );
    switch (decision.kind) {
      case 'throttle':
        return { kind: 'throttled', reason: decision.reason, waitMs: decision.waitMs };
      case 'refuse':
        return { kind: 'refused', reason: decision.reason };
      case 'start':
        starts.bucket = decision.starts;
        return await invokeNew(invocation);
      case 'reuse': {
        const [entry] = idle.splice(decision.index, 1);
        return entry === undefined ? await invokeNew(invocation) : await invoke(entry.instance, invocation);
      }
    }
  }

  async function invokeNew(invocation: Invocation): Promise<DispatchResult> {
    const instance = createInstance(
      { sequence: starts.count++, revision, onLost: () => void forget(instance, 'crash') },
      context,
    );
    all.add(instance);
    return await invoke(instance, invocation);
  }

  async function invoke(instance: Instance, invocation: Invocation): Promise<DispatchResult> {
    const result = await instance.invoke(invocation);
    if (!instance.isUsable()) void forget(instance, 'crash');
    else if (isRetired) void forget(instance, 'replaced');
    else keep(instance);
    return { kind: 'invoked', result };
  }

  function prepare(): void {
    const backend = context.backendOf(revision.name);
    const next = canMakeAhead(backend) ? backend : undefined;
    if (next !== maker) maker?.keepReady(revision, 0);
    maker = next;
    maker?.keepReady(revision, isRetired ? 0 : context.aheadOf(revision.name));
  }

  function stop(): void {
    isRetired = true;
    sweep?.cancel();
    maker?.keepReady(revision, 0);
  }

  function keep(instance: Instance): void {
    idle.push({ instance, sequence: instance.sequence, idleSinceMs: clock.now() });
    sweep ??= clock.after(profile.idleLifetimeMs, removeExpired);
  }

  /** One timer for all: it comes when the first can expire, and is set again for the next. */
  function removeExpired(): void {
    sweep = undefined;
    const nowMs = clock.now();
    let nextMs = Infinity;
    for (const { instance, idleSinceMs } of idle.slice()) {
      const decision = decideKeepAlive(idleSinceMs, profile.idleLifetimeMs, nowMs);
      if (decision.kind === 'remove') void forget(instance, decision.reason);
      else nextMs = Math.min(nextMs, decision.untilMs);
    }
    if (idle.length > 0) sweep = clock.after(nextMs - nowMs, removeExpired);
  }

  /** Removes an instance; one that is gone already keeps the cause it has. */
  async function forget(instance: Instance, cause: RemovalCause): Promise<void> {
    const index = idle.findIndex((entry) => entry.instance === instance);
    if (index !== -1) idle.splice(index, 1);
    await instance.remove(cause);
    all.delete(instance);
    if (all.size === 0) for (const resolve of whenEmpty.splice(0)) resolve();
  }

  return {
    revision,
    dispatch,
    prepare,
    async retire() {
      stop();
      await Promise.all(idle.slice().map(({ instance }) => forget(instance, 'replaced')));
      if (all.size > 0) await new Promise<void>((resolve) => whenEmpty.push(resolve));
    },
    async close() {
      stop();
      await Promise.all([...all].map((instance) => forget(instance, 'shutdown')));
    },
  };
}
