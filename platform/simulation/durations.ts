/** How long things take, in a simulation or by a declared fault: a law, drawn from with random numbers of their own. */

/** Uniform, from 0 to below 1. */
export type Random = () => number;

/** Milliseconds, 0 or more. */
export type DurationLaw =
  | { readonly kind: 'constant'; readonly ms: number }
  | { readonly kind: 'uniform'; readonly leastMs: number; readonly mostMs: number }
  | { readonly kind: 'exponential'; readonly meanMs: number }
  /** `median × exp(sigma × z)`, z standard normal. */
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly sigma: number }
  /** An exponential law chosen anew each time, by its share. */
  | { readonly kind: 'hyperexponential'; readonly branches: readonly ExponentialBranch[] }
  /** Measured ones, each as likely as the others, with what is between two of them as likely as either. */
  | { readonly kind: 'measured'; readonly sortedMs: readonly number[] };

export interface ExponentialBranch {
  readonly share: number;
  readonly meanMs: number;
}

export function createDraw(law: DurationLaw, random: Random): () => number {
  switch (law.kind) {
    case 'constant':
      return () => law.ms;
    case 'uniform':
      return () => law.leastMs + random() * (law.mostMs - law.leastMs);
    case 'exponential':
      return () => -Math.log(1 - random()) * law.meanMs;
    case 'lognormal':
      return () => law.medianMs * Math.exp(law.sigma * drawNormal(random));
    case 'hyperexponential':
      return () => -Math.log(1 - random()) * chooseBranch(law.branches, random()).meanMs;
    case 'measured':
      return () => interpolate(law.sortedMs, random());
  }
}

/** Box and Muller, 1958; one of the two is thrown away so that each draw stands for itself. */
function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function chooseBranch(branches: readonly ExponentialBranch[], draw: number): ExponentialBranch {
  let left = draw;
  for (const branch of branches) {
    left -= branch.share;
    if (left < 0) return branch;
  }
  return branches.at(-1) as ExponentialBranch;
}

function interpolate(sorted: readonly number[], draw: number): number {
  const position = draw * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? 0;
  return low + (position - below) * ((sorted[below + 1] ?? low) - low);
}
