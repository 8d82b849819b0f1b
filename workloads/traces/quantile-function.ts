/** From points of a distribution to the value below which a share lies; between two points, evenly by the logarithm. */
import type { Points } from './published.ts';

/** @param least, most - the values of the shares 0 and 1. */
export function toQuantileFunction(points: Points, least: number, most: number): (share: number) => number {
  const knots = [[least, 0], ...points, [most, 1]] as const;
  return (share) => {
    const at = Math.max(
      1,
      knots.findIndex(([, upTo]) => share <= upTo),
    );
    const [[x0, s0], [x1, s1]] = [knots[at - 1], knots[at]] as [
      readonly [number, number],
      readonly [number, number],
    ];
    return x0 * (x1 / x0) ** ((share - s0) / (s1 - s0));
  };
}
