/**
 * Functions as unlike each other as those of a public cloud, drawn from the published distributions. Popularity is the
 * hardest part: one function in ten thousand has a third of all invocations, so rates are not drawn, but are the law's
 * own values, dealt out; and the popular ones so that applications of each size have their share.
 */
import { type Random, createRandom } from '../../harness/contract/seeded-random.ts';
import { createDealer } from './deal.ts';
import { shuffle } from './draw-even.ts';
import { createPowerCurve } from './power-curve.ts';
import { functionsOfApps, invocationsBySize, invocationsOfFunctions } from './published.ts';
import { toQuantileFunction } from './quantile-function.ts';

export interface SyntheticApp {
  /** Invocations a day of each of its functions. */
  readonly perDay: number[];
  readonly size: number;
}

/**
 * Rank, as a share of all, to invocations a day. Up to 10,000 a day as published; above, so that the most popular 1 in
 * 10,000, 1 in 1,000 and 1 in 100 have their published shares of the whole.
 */
const ranks = createPowerCurve([
  [1e-7, 8.3e8],
  [1e-4, 1.05e7],
  [1e-3, 1.86e6],
  [0.01, 5e4],
  // Between two published points, so that applications have theirs.
  ...[...invocationsOfFunctions, [96, 0.71] as const]
    .map(([perDay, share]) => [1 - share, perDay] as const)
    .toSorted((a, b) => a[0] - b[0]),
  [1, 0.07],
]);

/** Beyond the published 10 functions: one application in 2,500 has more than 100. */
const sizeOf = toQuantileFunction([...functionsOfApps, [30, 0.99], [100, 0.9996]], 1, 500);
const bounds: readonly number[] = [...invocationsBySize.map(([size]) => size), Infinity];
const sharesOfClasses: readonly number[] = [...invocationsBySize.map(([, share]) => share), 1].map(
  (share, at) => share - (invocationsBySize[at - 1]?.[1] ?? 0),
);
/** Of the functions are dealt out by their share of the invocations; the others anywhere. */
const popularShare = 0.01;
/** How often a popular function goes into an application that has one already, where one has room */
const together = 0.3;

export function createSyntheticApps(functions: number, seed: number): SyntheticApp[] {
  const random = createRandom(seed);
  const apps = toSizes(functions, random).map((size) => ({ size, perDay: [] as number[] }));
  const rates = Array.from(
    { length: functions },
    (_, at) => ranks.integral(at / functions, (at + 1) / functions) * functions,
  );
  const popular = Math.ceil(popularShare * functions);
  dealPopular(apps, rates.slice(0, popular), rates, random);
  const rest = shuffle(rates.slice(popular), random);
  for (const app of apps) app.perDay.push(...rest.splice(rest.length - (app.size - app.perDay.length)));
  return apps;
}

/** As many applications as have so many functions together. */
function toSizes(functions: number, random: Random): number[] {
  const draw = (n: number): number[] =>
    Array.from({ length: n }, (_, at) => Math.ceil(sizeOf((at + 0.5) / n) - 1e-9));
  const probe = draw(10_000);
  const mean = probe.reduce((sum, size) => sum + size, 0) / probe.length;
  const sizes = draw(Math.max(1, Math.round(functions / mean)));
  let over = sizes.reduce((sum, size) => sum + size, 0) - functions;
  for (let at = sizes.length - 1; over !== 0; at = at === 0 ? sizes.length - 1 : at - 1) {
    const size = sizes[at] as number;
    const change = over > 0 ? -Math.min(over, Math.ceil(size / 10), size - 1) : 1;
    sizes[at] = size + change;
    over += change;
  }
  return shuffle(sizes, random);
}

function dealPopular(
  apps: readonly SyntheticApp[],
  popular: readonly number[],
  rates: readonly number[],
  random: Random,
): void {
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  const dealer = createDealer(sharesOfClasses.map((share) => share * total));
  const classes = bounds.map((bound, at) => {
    const members = apps.filter(({ size }) => size <= bound && size > (bounds[at - 1] ?? 0));
    return { fresh: shuffle([...members], random), begun: [] as SyntheticApp[] };
  });
  // In turn and not by chance: one function more or less in the largest application would be seen in the whole.
  let turn = 0;
  for (const rate of popular) {
    const at = dealer.deal(rate, (one) => (classes[one]?.fresh.length ?? 0) > 0);
    const chosen = classes[at];
    if (chosen === undefined) return;
    const { fresh, begun } = chosen;
    const open = begun.filter((app) => app.perDay.length < app.size);
    turn += together;
    const known = turn >= 1 ? open[open.length >> 1] : undefined;
    const app = known ?? fresh.pop();
    if (app === undefined) return;
    if (known === undefined) begun.push(app);
    else turn -= 1;
    app.perDay.push(rate);
  }
}
