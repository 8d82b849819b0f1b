/** Cells that are open before a container needs one. */
import type { Cell } from './cell.ts';

export interface CellPool {
  take(wantsPort: boolean): Promise<Cell>;
  /** Opens as many as are missing. */
  fill(): void;
  close(): Promise<void>;
}

export interface CellPoolOptions {
  readonly open: (wantsPort: boolean) => Promise<Cell>;
  /** How many of each kind to keep, once one of that kind was taken. */
  readonly size: number;
  /** Calls back when the invocation that took one has had its start: opening another must not take its processor time. */
  readonly later: (action: () => void) => void;
}

export function createCellPool({ open, size, later }: CellPoolOptions): CellPool {
  const ready = { plain: [] as Promise<Cell>[], withPort: [] as Promise<Cell>[] };
  let wantsPorts = false;
  let isClosed = false;

  function fill(): void {
    if (isClosed) return;
    while (ready.plain.length < size) void add(ready.plain, open(false));
    if (!wantsPorts) return;
    while (ready.withPort.length < size) void add(ready.withPort, open(true));
  }

  /** One that could not be opened, or ended while it waited, is nobody's: the next who needs one opens it. */
  async function add(cells: Promise<Cell>[], opening: Promise<Cell>): Promise<void> {
    cells.push(opening);
    const cell = await opening.catch(() => undefined);
    await cell?.exit;
    const at = cells.indexOf(opening);
    if (at === -1) return;
    void cells.splice(at, 1);
    await cell?.remove();
  }

  return {
    async take(wantsPort) {
      wantsPorts ||= wantsPort;
      later(fill);
      return await ((wantsPort ? ready.withPort : ready.plain).shift() ?? open(wantsPort));
    },
    fill,
    async close() {
      isClosed = true;
      const opened = await Promise.allSettled([...ready.plain, ...ready.withPort]);
      await Promise.all(opened.flatMap((one) => (one.status === 'fulfilled' ? [endCell(one.value)] : [])));
    },
  };
}

export async function endCell(cell: Cell): Promise<void> {
  cell.kill();
  await cell.exit;
  await cell.remove();
}
