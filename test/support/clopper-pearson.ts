/** The exact interval of a proportion (Clopper and Pearson, 1934), by bisection of the binomial distribution. */

export function toClopperPearson(hits: number, count: number, confidence: number): [number, number] {
  const tail = (1 - confidence) / 2;
  // P(X >= hits) rises with p, P(X <= hits) falls.
  const low = hits === 0 ? 0 : bisect((p) => 1 - atMost(hits - 1, count, p) < tail);
  const high = hits === count ? 1 : bisect((p) => atMost(hits, count, p) > tail);
  return [low, high];
}

/** The point up to which a condition holds. */
function bisect(holds: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(X <= hits) of a binomial distribution; terms by their logarithms, which do not underflow. */
function atMost(hits: number, count: number, p: number): number {
  if (p <= 0) return 1;
  if (p >= 1) return hits >= count ? 1 : 0;
  let logTerm = count * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let k = 1; k <= hits; k++) {
    logTerm += Math.log((count - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}
