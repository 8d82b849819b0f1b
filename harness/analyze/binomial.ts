/** The binomial distribution, exact in its terms: what order-statistic intervals rest on. */

/** Beyond this many standard deviations from the mean a binomial term is below 1e-30. */
const reach = 13;

/**
 * Smallest k with P(X <= k) >= p for X ~ Binomial(n, q). Takes O(sqrt(n)) terms around the mean, so that a million
 * samples cost no more than a few thousand additions.
 *
 * @param p - 0 < p < 1
 */
export function binomialQuantile(p: number, n: number, q: number): number {
  const mean = n * q;
  const width = Math.ceil(reach * Math.sqrt(n * q * (1 - q))) + reach;
  const first = Math.max(0, Math.floor(mean) - width);
  let term = Math.exp(logTerm(n, q, first));
  let sum = term;
  for (let k = first; k < n; k++) {
    if (sum >= p) return k;
    term *= ((n - k) / (k + 1)) * (q / (1 - q));
    sum += term;
  }
  return n;
}

function logTerm(n: number, q: number, k: number): number {
  return (
    logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(q) + (n - k) * Math.log(1 - q)
  );
}

/** Exact by summation where it is short, Stirling's series where it is long (error below 1e-16 from 256 up). */
function logFactorial(n: number): number {
  if (n < 256) {
    let sum = 0;
    for (let factor = 2; factor <= n; factor++) sum += Math.log(factor);
    return sum;
  }
  const x = n + 1;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3);
}
