/** Guests that are up and wait for a function: those that functions ask to have made ahead. */
import type { FunctionRevision } from '../../control/function-revision.ts';
import type { Guest } from './guest.ts';
import type { Machine } from './machine.ts';
import type { GuestSpec } from './qemu-command.ts';

export interface SpareGuests {
  /** How many to have ready for a revision from now on. */
  keepReady(revision: FunctionRevision, count: number): void;
  /** One of that make, if there is one; another is then made in its place. */
  take(spec: GuestSpec): Guest | undefined;
  close(): Promise<void>;
}

interface Wanted {
  readonly spec: GuestSpec;
  readonly count: number;
}

interface Spare {
  readonly key: string;
  readonly guest: Guest;
  isUp: boolean;
}

/** A replacement is made when the function that took the spare has had the processor to begin. */
const refillDelayMs = 1000;

export function createSpareGuests(machine: Machine): SpareGuests {
  const wanted = new Map<string, Wanted>();
  const spares = new Set<Spare>();
  let isClosed = false;

  function add(key: string, spec: GuestSpec): void {
    const spare: Spare = { key, guest: machine.boot({ spec }), isUp: false };
    spares.add(spare);
    void markUp(spare);
    void spare.guest.qemu.ended.then(() => spares.delete(spare));
  }

  function fill(): void {
    if (isClosed) return;
    const counts = new Map<string, Wanted>();
    for (const { spec, count } of wanted.values()) {
      const key = toKey(spec);
      counts.set(key, { spec, count: count + (counts.get(key)?.count ?? 0) });
    }
    for (const spare of spares) if (!counts.has(spare.key)) discard(spare);
    for (const [key, { spec, count }] of counts) {
      const present = [...spares].filter((spare) => spare.key === key);
      for (const spare of present.slice(count)) discard(spare);
      for (let missing = count - present.length; missing > 0; missing--) add(key, spec);
    }
  }

  function discard(spare: Spare): void {
    spares.delete(spare);
    void spare.guest.destroy();
  }

  return {
    keepReady(revision, count) {
      if (count === 0) wanted.delete(revision.revisionId);
      else wanted.set(revision.revisionId, { spec: machine.specOf(revision), count });
      fill();
    },
    take(spec) {
      const fitting = [...spares].filter(({ key }) => key === toKey(spec));
      const spare = fitting.find(({ isUp }) => isUp) ?? fitting[0];
      if (spare === undefined) return undefined;
      spares.delete(spare);
      machine.clock.after(refillDelayMs, fill);
      return spare.guest;
    },
    async close() {
      isClosed = true;
      await Promise.all([...spares].map(({ guest }) => guest.destroy()));
    },
  };
}

async function markUp(spare: Spare): Promise<void> {
  await spare.guest.up;
  spare.isUp = true;
}

/** Guests of one make are alike, whichever function they are for. */
function toKey({ initramfs, memoryMiB }: GuestSpec): string {
  return `${initramfs} ${memoryMiB}`;
}
