/** Isolates that have a function's code loaded and wait for its next instances: those that functions ask to have made ahead. */
import type { Clock } from '../../clock.ts';
import type { FunctionRevision } from '../../control/function-revision.ts';
import type { MakesAhead } from '../backend.ts';
import type { Engine, IsolateListener, LoadedIsolate } from './engine.ts';

export interface AheadIsolate {
  readonly engine: Engine;
  readonly isolate: LoadedIsolate;
  /** Who hears from it from now on. */
  adopt(listener: IsolateListener): void;
}

export interface IsolatesAhead extends MakesAhead {
  /** One of that revision, if there is one; another is then made in its place. */
  take(revision: FunctionRevision): AheadIsolate | undefined;
  /** Ends those that nobody has taken. */
  close(): Promise<void>;
}

export interface IsolatesAheadOptions {
  readonly clock: Clock;
  takeEngine(memoryMiB: number): Engine;
  /** For workerd's loader, as JSON. */
  toCode(revision: FunctionRevision): string;
}

interface Shelf {
  readonly revision: FunctionRevision;
  count: number;
  /** Those that are being loaded. */
  loading: number;
  readonly loaded: Set<AheadIsolate>;
}

/** A replacement is loaded when the one that was taken has had the engine's thread to begin. */
const refillDelayMs = 50;
const loadId = 'load';

export function createIsolatesAhead(options: IsolatesAheadOptions): IsolatesAhead {
  const { clock } = options;
  const shelves = new Map<string, Shelf>();

  function fill(shelf: Shelf): void {
    for (const one of [...shelf.loaded].slice(shelf.count)) {
      shelf.loaded.delete(one);
      void one.isolate.close();
    }
    for (let missing = shelf.count - shelf.loaded.size - shelf.loading; missing > 0; missing--) {
      void add(shelf);
    }
  }

  function refill(shelf: Shelf): void {
    clock.after(refillDelayMs, () => fill(shelf));
  }

  async function add(shelf: Shelf): Promise<void> {
    shelf.loading++;
    // What cannot be loaded ahead is tried again, and told of, when it is wanted.
    const one = await load(shelf).catch(() => undefined);
    shelf.loading--;
    if (one === undefined) return;
    shelf.loaded.add(one);
    if (shelf.loaded.size > shelf.count) fill(shelf);
  }

  async function load(shelf: Shelf): Promise<AheadIsolate | undefined> {
    const { revision } = shelf;
    const { memoryMiB } = revision.settings;
    const engine = options.takeEngine(memoryMiB);
    let adopter: IsolateListener | undefined;
    let tellLoaded: (isLoaded: boolean) => void = () => undefined;
    const loaded = new Promise<boolean>((resolve) => {
      tellLoaded = resolve;
    });
    const isolate = await engine.load(
      { code: options.toCode(revision), memoryMiB },
      {
        onReply(id, reply) {
          if (id === loadId) tellLoaded(reply.kind === 'ready');
          else adopter?.onReply(id, reply);
        },
        onLog: (text) => adopter?.onLog(text),
        onLost(loss) {
          tellLoaded(false);
          if (shelf.loaded.delete(one)) refill(shelf);
          adopter?.onLost(loss);
        },
      },
    );
    const one: AheadIsolate = {
      engine,
      isolate,
      adopt(listener) {
        adopter = listener;
      },
    };
    isolate.call(loadId, '');
    if (await loaded) return one;
    await isolate.close();
    return undefined;
  }

  return {
    keepReady(revision, count) {
      const shelf = shelves.get(revision.revisionId) ?? { revision, count, loading: 0, loaded: new Set() };
      shelf.count = count;
      if (count > 0) shelves.set(revision.revisionId, shelf);
      else shelves.delete(revision.revisionId);
      fill(shelf);
    },
    take({ revisionId }) {
      const shelf = shelves.get(revisionId);
      if (shelf === undefined) return undefined;
      const one = [...shelf.loaded].find(({ engine }) => engine.isAlive() && !engine.isBlocked());
      if (one !== undefined) shelf.loaded.delete(one);
      refill(shelf);
      return one;
    },
    async close() {
      const left = [...shelves.values()];
      shelves.clear();
      for (const shelf of left) shelf.count = 0;
      await Promise.all(left.flatMap(({ loaded }) => [...loaded]).map(({ isolate }) => isolate.close()));
    },
  };
}
