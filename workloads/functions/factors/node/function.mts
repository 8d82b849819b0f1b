/** Finds all divisors of a number by trial division. */
export function handle({ n }: { readonly n: number }): { n: number; divisors: number[] } {
  const [low, high]: [number[], number[]] = [[], []];
  for (let divisor = 1; divisor * divisor <= n; divisor++) {
    if (n % divisor !== 0) continue;
    low.push(divisor);
    if (divisor * divisor < n) high.unshift(n / divisor);
  }
  return { n, divisors: [...low, ...high] };
}
