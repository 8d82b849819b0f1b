/**
 * A straight line through points whose errors grow with their values, as those of times do: each deviation counts by its
 * share of the value. Weighted by what the line itself says, in a few rounds; weights by the measured values would favour those that happen to be small.
 */

export interface Line {
  readonly intercept: number;
  readonly slope: number;
}

const rounds = 5;

/**
 * @param points - x, y; y above 0.
 * @returns null of fewer than two different x.
 */
export function fitLine(points: readonly (readonly [number, number])[]): Line | null {
  let weights = points.map(([, y]) => y ** -2);
  let line: Line | null = null;
  for (let round = 0; round < rounds; round++) {
    line = fitWeighted(points, weights);
    if (line === null) return null;
    const { intercept, slope } = line;
    weights = points.map(([x, y], at) => {
      const expected = intercept + slope * x;
      // A line that dips to 0 or below says nothing of the error there.
      return expected > 0 ? expected ** -2 : (weights[at] ?? y ** -2);
    });
  }
  return line;
}

function fitWeighted(
  points: readonly (readonly [number, number])[],
  weights: readonly number[],
): Line | null {
  let [sum, sumX, sumXX, sumY, sumXY] = [0, 0, 0, 0, 0];
  points.forEach(([x, y], at) => {
    const weight = weights[at] ?? 0;
    sum += weight;
    sumX += weight * x;
    sumXX += weight * x * x;
    sumY += weight * y;
    sumXY += weight * x * y;
  });
  const determinant = sum * sumXX - sumX * sumX;
  if (!(determinant > 1e-14 * sum * sumXX)) return null;
  return {
    intercept: (sumXX * sumY - sumX * sumXY) / determinant,
    slope: (sum * sumXY - sumX * sumY) / determinant,
  };
}
