/** Works out a Fibonacci number as it is defined. */
export function handle({ n }: { readonly n: number }): { n: number; value: number } {
  return { n, value: fibonacci(n) };
}

function fibonacci(n: number): number {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}
