/** Ordinary least squares for a handful of coefficients, for the time series models. */

/** Solves `matrix * x = right` by elimination with pivots; undefined when it is singular. Takes the arguments over. */
function solve(matrix: number[][], right: number[]): number[] | undefined {
  const size = right.length;
  const negligible = 1e-10 * Math.max(...matrix.map((line, row) => Math.abs(line[row] ?? 0)));
  for (let column = 0; column < size; column++) {
    const pivot = findPivot(matrix, column);
    if (Math.abs(matrix[pivot]?.[column] ?? 0) <= negligible) return undefined;
    swap(matrix, column, pivot);
    swap(right, column, pivot);
    for (let row = column + 1; row < size; row++) eliminate(matrix, right, column, row);
  }
  return substitute(matrix, right);
}

function findPivot(matrix: readonly number[][], column: number): number {
  let pivot = column;
  for (let row = column + 1; row < matrix.length; row++) {
    if (Math.abs(matrix[row]?.[column] ?? 0) > Math.abs(matrix[pivot]?.[column] ?? 0)) pivot = row;
  }
  return pivot;
}

function swap(list: unknown[], a: number, b: number): void {
  [list[a], list[b]] = [list[b], list[a]];
}

function eliminate(matrix: number[][], right: number[], column: number, row: number): void {
  const from = matrix[column] as number[];
  const into = matrix[row] as number[];
  const factor = (into[column] ?? 0) / (from[column] ?? 1);
  for (let at = column; at < from.length; at++) into[at] = (into[at] ?? 0) - factor * (from[at] ?? 0);
  right[row] = (right[row] ?? 0) - factor * (right[column] ?? 0);
}

function substitute(matrix: readonly number[][], right: readonly number[]): number[] {
  const solution = Array.from({ length: right.length }, () => 0);
  for (let row = right.length - 1; row >= 0; row--) {
    const line = matrix[row] ?? [];
    let rest = right[row] ?? 0;
    for (let at = row + 1; at < right.length; at++) rest -= (line[at] ?? 0) * (solution[at] ?? 0);
    solution[row] = rest / (line[row] ?? 1);
  }
  return solution;
}

function sumOfProducts(rows: readonly (readonly number[])[], a: number, b: number): number {
  return rows.reduce((sum, row) => sum + (row[a] ?? 0) * (row[b] ?? 0), 0);
}

/**
 * The coefficients that come nearest to `targets`, by the normal equations.
 *
 * @param rows - of equal length, one a target.
 * @returns undefined when they do not determine the coefficients.
 */
export function fitLeastSquares(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
): readonly number[] | undefined {
  const size = rows[0]?.length ?? 0;
  if (size === 0 || rows.length < size) return undefined;
  const columns = Array.from({ length: size }, (_, column) => column);
  const matrix = columns.map((a) => columns.map((b) => sumOfProducts(rows, a, b)));
  const right = columns.map((a) =>
    rows.reduce((sum, row, at) => sum + (row[a] ?? 0) * (targets[at] ?? 0), 0),
  );
  return solve(matrix, right);
}
