/**
 * Instances of a revision that are started ahead of any invocation, and kept: provisioned concurrency. They are used
 * first; what is over them goes to the fleet.
 */
import type { Clock, Timer } from '../clock.ts';
import type { Instance } from './instance.ts';

export interface ProvisionedState {
  /** Instances that have initialised, idle or not. */
  readonly available: number;
  /** Why there are not as many as wanted, and will not be; undefined while they come. */
  readonly failure: string | undefined;
}

export interface ProvisionedInstances {
  setTarget(count: number): void;
  /** Takes an idle one; undefined when there is none. */
  take(): Instance | undefined;
  /** Its invocation is over. */
  giveBack(instance: Instance): void;
  /** It has ended by itself: another one takes its place. */
  lost(instance: Instance): void;
  state(): ProvisionedState;
}

export interface ProvisionedOptions {
  readonly clock: Clock;
  /** Makes an instance, which has not begun to initialise; undefined when the machine has no room for it. */
  create(): Instance | undefined;
  /** It is not wanted any more, or gone already. */
  remove(instance: Instance): void;
}

/** Ours: more at once would only slow each other down. */
const startsAtOnce = 8;
const roomWaitMs = 1000;

export function createProvisionedInstances(options: ProvisionedOptions): ProvisionedInstances {
  const starting = new Set<Instance>();
  const idle = new Set<Instance>();
  const busy = new Set<Instance>();
  let target = 0;
  let failure: string | undefined;
  let retry: Timer | undefined;
  const count = (): number => starting.size + idle.size + busy.size;

  function refill(): void {
    retry?.cancel();
    while (failure === undefined && count() < target && starting.size < startsAtOnce) {
      const instance = options.create();
      if (instance === undefined) {
        retry = options.clock.after(roomWaitMs, refill);
        return;
      }
      starting.add(instance);
      void start(instance);
    }
  }

  async function start(instance: Instance): Promise<void> {
    const toFailure = await instance.prepare();
    // Not one that a lower target, or the end of the pool, has removed meanwhile.
    if (!starting.delete(instance)) return;
    if (toFailure === undefined && instance.isUsable()) {
      idle.add(instance);
    } else {
      failure = 'FUNCTION_ERROR_INIT_FAILURE';
      options.remove(instance);
    }
    refill();
  }

  function removeExcess(): void {
    for (const set of [starting, idle]) {
      for (const instance of set) {
        if (count() <= target) return;
        set.delete(instance);
        options.remove(instance);
      }
    }
  }

  return {
    setTarget(wanted) {
      if (wanted === target && failure === undefined) return;
      target = wanted;
      failure = undefined;
      removeExcess();
      refill();
    },
    take() {
      const [instance] = idle;
      if (instance === undefined) return undefined;
      idle.delete(instance);
      busy.add(instance);
      return instance;
    },
    giveBack(instance) {
      if (!busy.delete(instance)) return;
      // There may be fewer wanted by now.
      if (instance.isUsable() && count() < target) idle.add(instance);
      else options.remove(instance);
      refill();
    },
    lost(instance) {
      if (!idle.delete(instance) && !busy.delete(instance)) return;
      options.remove(instance);
      refill();
    },
    state: () => ({ available: idle.size + busy.size, failure }),
  };
}
