/** Generic sandboxes kept ready, which become any function's: with its runtime running, or with nothing in them yet. */
import type { RuntimeFamily } from '../../runtime/runtimes.ts';
import type { SandboxHandle } from './sandbox-handle.ts';

export type StemFamily = Exclude<RuntimeFamily, 'provided'>;

/** How many to keep ready of each; none by default. Each holds the memory of its idle runtime. */
export type Prewarm = Readonly<Partial<Record<StemFamily, number>>>;

/** What runs in it: a runtime, or nothing, so that only what holds it apart need not be made any more. */
export type StemKind = StemFamily | 'empty';

export interface StemCells {
  /** One that is ready, or undefined; another is made in its place, later. */
  take(kind: StemKind): SandboxHandle | undefined;
  /** Makes as many as are missing. */
  fill(): void;
  /** Makes no more, and ends those that are there. */
  close(): Promise<void>;
}

export interface StemCellOptions {
  /** How many of each kind. Default: none. */
  readonly wanted: Readonly<Partial<Record<StemKind, number>>>;
  launch: (kind: StemKind) => SandboxHandle;
  /** Calls back when the invocation that takes one has had its start: making another must not take its processor time. */
  later: (action: () => void) => void;
}

export function createStemCells({ wanted, launch, later }: StemCellOptions): StemCells {
  const ready = new Map<StemKind, Set<SandboxHandle>>();
  let isClosed = false;

  function setOf(kind: StemKind): Set<SandboxHandle> {
    const found = ready.get(kind) ?? new Set();
    ready.set(kind, found);
    return found;
  }

  function add(kind: StemKind): void {
    const cells = setOf(kind);
    const cell = launch(kind);
    cells.add(cell);
    void cell.exit.then(() => cells.delete(cell));
  }

  function fill(): void {
    if (isClosed) return;
    for (const kind of ['nodejs', 'python', 'empty'] as const) {
      while (setOf(kind).size < (wanted[kind] ?? 0)) add(kind);
    }
  }

  return {
    take(kind) {
      const cells = setOf(kind);
      const [oldest] = cells;
      if (oldest === undefined) return undefined;
      cells.delete(oldest);
      later(fill);
      return oldest;
    },
    fill,
    async close() {
      isClosed = true;
      const all = [...ready.values()].flatMap((cells) => [...cells]);
      for (const cell of all) cell.kill();
      await Promise.all(all.map(({ exit }) => exit));
    },
  };
}
