/** Containers made ahead for the next instances of functions: each has its runtime running, and waits. */
import type { FunctionRevision } from '../../control/function-revision.ts';
import type { MakesAhead } from '../backend.ts';
import type { OciContainer } from './oci-container.ts';

export interface HeldContainers extends MakesAhead {
  /** One that is ready for this function, or undefined; another is made in its place, later. */
  take(revision: FunctionRevision): OciContainer | undefined;
  close(): Promise<void>;
}

export interface HeldContainersOptions {
  readonly make: (revision: FunctionRevision) => Promise<OciContainer>;
  /** Calls back when the invocation that took one has had its start: making another must not take its processor time. */
  readonly later: (action: () => void) => void;
  readonly onError: (error: unknown) => void;
}

interface Shelf {
  readonly revision: FunctionRevision;
  count: number;
  readonly containers: Set<OciContainer>;
  /** On their way. */
  making: number;
}

export function createHeldContainers({ make, later, onError }: HeldContainersOptions): HeldContainers {
  const shelves = new Map<string, Shelf>();
  const underWay = new Set<Promise<void>>();

  function fill(shelf: Shelf): void {
    while (shelf.containers.size + shelf.making < shelf.count) {
      shelf.making++;
      const made = add(shelf).catch(onError);
      underWay.add(made);
      void made.then(() => underWay.delete(made));
    }
  }

  async function add(shelf: Shelf): Promise<void> {
    try {
      const container = await make(shelf.revision);
      shelf.containers.add(container);
      // One that ends while it waits is not made again at once: it would only end again.
      void container.exit.then(() => shelf.containers.delete(container));
    } finally {
      shelf.making--;
    }
    await trim(shelf);
  }

  async function trim({ containers, count }: Shelf): Promise<void> {
    const surplus = [...containers].slice(count);
    for (const container of surplus) containers.delete(container);
    await Promise.all(surplus.map((container) => container.destroy()));
  }

  function keepReady(revision: FunctionRevision, count: number): void {
    const key = toKey(revision);
    const shelf = shelves.get(key) ?? { revision, count, containers: new Set(), making: 0 };
    shelf.count = count;
    if (count === 0) shelves.delete(key);
    else shelves.set(key, shelf);
    const trimmed = trim(shelf).catch(onError);
    underWay.add(trimmed);
    void trimmed.then(() => underWay.delete(trimmed));
    fill(shelf);
  }

  return {
    keepReady,
    take(revision) {
      const shelf = shelves.get(toKey(revision));
      const [oldest] = shelf?.containers ?? [];
      if (shelf === undefined || oldest === undefined) return undefined;
      shelf.containers.delete(oldest);
      later(() => fill(shelf));
      return oldest;
    },
    async close() {
      for (const { revision } of shelves.values()) keepReady(revision, 0);
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

function toKey({ name, version, revisionId }: FunctionRevision): string {
  return `${name}:${version}:${revisionId}`;
}
