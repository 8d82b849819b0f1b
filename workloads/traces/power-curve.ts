/** A curve that is a power of x between each two of its points: a straight line in a plot whose axes are both logarithmic. */

export interface PowerCurve {
  /** From `a` to `b`. */
  integral(a: number, b: number): number;
}

/** @param points - x, y; two at least, ascending by x, above 0. The first piece goes on to 0; behind the last there is nothing. */
export function createPowerCurve(points: readonly (readonly [number, number])[]): PowerCurve {
  const pieces = points.slice(1).map(([x, y], at) => {
    const [x0, y0] = points[at] as readonly [number, number];
    const exponent = Math.log(y / y0) / Math.log(x / x0);
    return { until: x, exponent, factor: y0 / x0 ** exponent };
  });
  const areaOf = (x: number, { exponent, factor }: (typeof pieces)[number]): number =>
    exponent === -1 ? factor * Math.log(x) : (factor * x ** (exponent + 1)) / (exponent + 1);
  return {
    integral(a, b) {
      let [sum, from] = [0, a];
      while (from < b) {
        const piece = pieces.find(({ until }) => until > from);
        if (piece === undefined) break;
        const to = Math.min(b, piece.until);
        sum += areaOf(to, piece) - (from === 0 ? 0 : areaOf(from, piece));
        from = to;
      }
      return sum;
    },
  };
}
