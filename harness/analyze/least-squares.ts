/** Least squares in three unknowns, as sums that grow with each row: quick enough to be done thousands of times. */

export interface LeastSquares {
  /** A row `a x + b y + c z = value`. */
  add(a: number, b: number, c: number, value: number, weight: number): void;
  /**
   * @param damping - by which share the diagonal is raised, after Marquardt; 0 gives the answer itself.
   * @returns null where the rows have no single one.
   */
  solve(damping: number): readonly [number, number, number] | null;
}

export function createLeastSquares(): LeastSquares {
  let [aa, ab, ac, bb, bc, cc] = [0, 0, 0, 0, 0, 0];
  let [av, bv, cv] = [0, 0, 0];
  return {
    add(a, b, c, value, weight) {
      aa += weight * a * a;
      ab += weight * a * b;
      ac += weight * a * c;
      bb += weight * b * b;
      bc += weight * b * c;
      cc += weight * c * c;
      av += weight * a * value;
      bv += weight * b * value;
      cv += weight * c * value;
    },
    solve(damping) {
      const [da, db, dc] = [aa * (1 + damping), bb * (1 + damping), cc * (1 + damping)];
      // Cramer's rule, with the cofactors of the symmetric matrix.
      const [caa, cab, cac] = [db * dc - bc * bc, ac * bc - ab * dc, ab * bc - db * ac];
      const [cbb, cbc, ccc] = [da * dc - ac * ac, ab * ac - da * bc, da * db - ab * ab];
      const determinant = da * caa + ab * cab + ac * cac;
      const scale = da * db * dc;
      if (!(Math.abs(determinant) > 1e-14 * scale)) return null;
      return [
        (caa * av + cab * bv + cac * cv) / determinant,
        (cab * av + cbb * bv + cbc * cv) / determinant,
        (cac * av + cbc * bv + ccc * cv) / determinant,
      ];
    },
  };
}
