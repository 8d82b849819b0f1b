/**
 * Solves a small system of linear equations (Gauss, with the largest pivot of each column).
 *
 * @returns null where it has no single solution.
 */
export function solveLinear(
  matrix: readonly (readonly number[])[],
  right: readonly number[],
): number[] | null {
  const size = right.length;
  const rows = matrix.map((row, at) => [...row, right[at] as number]);
  const cell = (row: number, column: number): number => (rows[row] as number[])[column] as number;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(cell(row, column)) > Math.abs(cell(pivot, column))) pivot = row;
    if (!(Math.abs(cell(pivot, column)) > Number.MIN_VALUE)) return null;
    [rows[column], rows[pivot]] = [rows[pivot] as number[], rows[column] as number[]];
    for (let row = column + 1; row < size; row++) {
      const factor = cell(row, column) / cell(column, column);
      for (let at = column; at <= size; at++)
        (rows[row] as number[])[at] = cell(row, at) - factor * cell(column, at);
    }
  }
  const solution: number[] = Array.from({ length: size }, () => 0);
  for (let row = size - 1; row >= 0; row--) {
    let rest = cell(row, size);
    for (let column = row + 1; column < size; column++)
      rest -= cell(row, column) * (solution[column] as number);
    solution[row] = rest / cell(row, row);
  }
  return solution.every(Number.isFinite) ? solution : null;
}
