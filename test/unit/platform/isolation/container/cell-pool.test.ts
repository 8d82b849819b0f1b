import { expect, it } from '@jest/globals';
import type { SandboxExit } from '../../../../../platform/isolation/backend.ts';
import type { Cell } from '../../../../../platform/isolation/container/cell.ts';
import { createCellPool } from '../../../../../platform/isolation/container/cell-pool.ts';
import { settle } from '../../../../support/fake-clock.ts';

interface OpenCell extends Pick<Cell, 'exit' | 'kill' | 'remove'> {
  readonly name: string;
  isRemoved: boolean;
}

function createCell(name: string): OpenCell {
  let end: (exit: SandboxExit) => void = () => undefined;
  const exit = new Promise<SandboxExit>((resolve) => (end = resolve));
  const cell: OpenCell = {
    name,
    exit,
    isRemoved: false,
    kill: () => end({ kind: 'signalled', signal: 'SIGKILL' }),
    remove() {
      cell.isRemoved = true;
      return Promise.resolve();
    },
  };
  return cell;
}

it('gives no cell that could not be opened, or that ended while it waited', async () => {
  const opened: OpenCell[] = [];
  const attempts: string[] = [];
  const pool = createCellPool({
    size: 2,
    later: () => undefined,
    open() {
      attempts.push('open');
      if (attempts.length === 1) return Promise.reject(new Error('EMFILE'));
      const cell = createCell(`cell ${attempts.length}`);
      opened.push(cell);
      return Promise.resolve(cell as unknown as Cell);
    },
  });
  pool.fill();
  await settle();
  opened[0]?.kill();
  await settle();
  expect(opened[0]?.isRemoved).toBe(true);
  expect(await pool.take(false)).toMatchObject({ name: 'cell 3' });
  pool.fill();
  await pool.close();
  expect(opened.filter(({ isRemoved }) => !isRemoved).map(({ name }) => name)).toEqual(['cell 3']);
});
