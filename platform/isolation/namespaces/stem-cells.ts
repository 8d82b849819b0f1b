/** Generic sandboxes kept ready: each has its runtime running and becomes any function's at once. */
import type { RuntimeFamily } from '../../runtime/runtimes.ts';
import type { SandboxHandle } from './sandbox-handle.ts';

export type StemFamily = Exclude<RuntimeFamily, 'provided'>;

/** How many to keep ready of each; none by default. Each holds the memory of its idle runtime. */
export type Prewarm = Readonly<Partial<Record<StemFamily, number>>>;

export interface StemCells {
  /** One that is ready, or undefined; another is made in its place, later. */
  take(family: RuntimeFamily): SandboxHandle | undefined;
  /** Makes as many as are missing. */
  fill(): void;
  /** Makes no more, and ends those that are there. */
  close(): Promise<void>;
}

export interface StemCellOptions {
  readonly prewarm: Prewarm;
  launch: (family: StemFamily) => SandboxHandle;
  /** Calls back when the invocation that takes one has had its start: making another must not take its processor time. */
  later: (action: () => void) => void;
}

export function createStemCells({ prewarm, launch, later }: StemCellOptions): StemCells {
  const ready = new Map<StemFamily, Set<SandboxHandle>>();
  let isClosed = false;

  function setOf(family: StemFamily): Set<SandboxHandle> {
    const found = ready.get(family) ?? new Set();
    ready.set(family, found);
    return found;
  }

  function add(family: StemFamily): void {
    const cells = setOf(family);
    const cell = launch(family);
    cells.add(cell);
    void cell.exit.then(() => cells.delete(cell));
  }

  function fill(): void {
    if (isClosed) return;
    for (const family of ['nodejs', 'python'] as const) {
      while (setOf(family).size < (prewarm[family] ?? 0)) add(family);
    }
  }

  return {
    take(family) {
      if (family === 'provided') return undefined;
      const cells = setOf(family);
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
