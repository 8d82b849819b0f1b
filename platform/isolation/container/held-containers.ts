/** Containers made ahead for the next instances of functions: each has its runtime running, and waits. */
import type { FunctionRevision } from '../../control/function-revision.ts';
import type { MakesAhead, SandboxExit } from '../backend.ts';
import { toRuntimeEnvironment } from '../../runtime/environment.ts';
import { toContainerPlaces } from './places.ts';

export interface HeldContainer {
  /** When it has ended, however that came. */
  readonly exit: Promise<SandboxExit>;
  /** Ends it at once. Resolves when nothing of it is left. */
  destroy(): Promise<void>;
}

export interface HeldContainers<Container extends HeldContainer> extends MakesAhead {
  /**
   * One that is ready for this function, else one on its way, which is there sooner than any that would begin now;
   * another is made in its place, later. Undefined when there is none, or that one does not come.
   */
  take(revision: FunctionRevision): Promise<Container | undefined>;
  close(): Promise<void>;
}

export interface HeldContainersOptions<Container extends HeldContainer> {
  readonly make: (revision: FunctionRevision) => Promise<Container>;
  /** Calls back when the invocation that took one has had its start: making another must not take its processor time. */
  readonly later: (action: () => void) => void;
  readonly onError: (error: unknown) => void;
}

interface Shelf<Container> {
  readonly revision: FunctionRevision;
  count: number;
  readonly containers: Set<Container>;
  /** On their way, and not given away yet. */
  readonly coming: Set<Promise<Container>>;
}

export function createHeldContainers<Container extends HeldContainer>({
  make,
  later,
  onError,
}: HeldContainersOptions<Container>): HeldContainers<Container> {
  const shelves = new Map<string, Shelf<Container>>();
  const underWay = new Set<Promise<void>>();

  function fill(shelf: Shelf<Container>): void {
    while (shelf.containers.size + shelf.coming.size < shelf.count) {
      const container = make(shelf.revision);
      shelf.coming.add(container);
      const made = add(container, shelf).catch(onError);
      underWay.add(made);
      void made.then(() => underWay.delete(made));
    }
  }

  async function add(coming: Promise<Container>, shelf: Shelf<Container>): Promise<void> {
    let container: Container;
    try {
      container = await coming;
    } catch (error) {
      shelf.coming.delete(coming);
      throw error;
    }
    // Unless it was given away meanwhile.
    if (!shelf.coming.delete(coming)) return;
    shelf.containers.add(container);
    // One that ends while it waits is not made again at once: it would only end again.
    void container.exit.then(() => shelf.containers.delete(container));
    await trim(shelf);
  }

  async function trim({ containers, count }: Shelf<Container>): Promise<void> {
    const surplus = [...containers].slice(count);
    for (const container of surplus) containers.delete(container);
    await Promise.all(surplus.map((container) => container.destroy()));
  }

  function keepReady(revision: FunctionRevision, count: number): void {
    const key = toKey(revision);
    const shelf = shelves.get(key) ?? {
      revision,
      count,
      containers: new Set<Container>(),
      coming: new Set<Promise<Container>>(),
    };
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
    async take(revision) {
      const shelf = shelves.get(toKey(revision));
      if (shelf === undefined) return undefined;
      const [oldest] = shelf.containers;
      const [next] = shelf.coming;
      if (oldest !== undefined) shelf.containers.delete(oldest);
      else if (next !== undefined) shelf.coming.delete(next);
      else return undefined;
      later(() => fill(shelf));
      return oldest ?? (await next?.catch(() => undefined));
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

/** The environment of a container made ahead: all but what only the instance knows, which it is told later. */
export function toHeldEnvironment(
  { name, version, settings }: FunctionRevision,
  wantsPort: boolean,
): Record<string, string> {
  return toRuntimeEnvironment(
    {
      functionName: name,
      functionVersion: version,
      handler: settings.handler,
      runtime: settings.runtime,
      memoryMiB: settings.memoryMiB,
      logStreamName: '',
      logging: settings.logging,
      instanceConcurrency: 1,
      initializationType: undefined,
      variables: settings.environment,
    },
    toContainerPlaces(wantsPort),
  );
}
