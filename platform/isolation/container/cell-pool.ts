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
    while (ready.plain.length < size) ready.plain.push(open(false));
    if (!wantsPorts) return;
    while (ready.withPort.length < size) ready.withPort.push(open(true));
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
      await Promise.all([...ready.plain, ...ready.withPort].map(async (cell) => await endCell(await cell)));
    },
  };
}

export async function endCell(cell: Cell): Promise<void> {
  cell.kill();
  await cell.exit;
  await cell.remove();
}
