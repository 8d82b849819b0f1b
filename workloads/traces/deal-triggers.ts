/** Which trigger each function has: applications have the published combinations, and triggers their share of the functions. */
import type { Random } from '../../harness/contract/seeded-random.ts';
import { createDealer } from './deal.ts';
import { shuffle } from './draw-even.ts';
import {
  type Trigger,
  combinations,
  functionsByTrigger,
  invocationsByTrigger,
  triggers,
} from './published.ts';
import type { SyntheticApp } from './synthetic-apps.ts';

/** An application with a timer is invoked more than once an hour. */
const leastOfTimers = 24;
/** An orchestration comes with the activities that it calls: few applications have many of them. */
const leastOfOrchestrations = 10;
/** Of the popular functions, which have nearly all invocations. */
const popularPerDay = 50_000;
/** How often each is in a combination that is not among the published: what is left of its share of the applications. */
const otherwise: Readonly<Record<Trigger, number>> = {
  http: 0.51,
  timer: 0.55,
  queue: 0.52,
  storage: 0.31,
  event: 0.29,
  orchestration: 0.21,
  others: 0.39,
};

/** @returns for each application, the trigger of each of its functions. */
export function dealTriggers(apps: readonly SyntheticApp[], random: Random): Trigger[][] {
  const popular = choosePopular(apps);
  const chosen = new Map<SyntheticApp, readonly Trigger[]>();
  const open = new Set(shuffle([...apps], random));
  for (const combination of toWanted(apps.length, random)) {
    for (const app of open) {
      if (!fits(app, combination, popular.get(app) ?? [])) continue;
      chosen.set(app, combination);
      open.delete(app);
      break;
    }
  }
  const dealer = createDealer(
    triggers.map((one) => functionsByTrigger[one] * sumOf(apps.map((app) => app.size))),
  );
  return apps.map((app) => {
    const known = popular.get(app) ?? [];
    const combination = chosen.get(app) ?? (known.length > 0 ? known : (['http'] as const));
    const missing = combination.filter((one) => !known.includes(one));
    return app.perDay.map((_, at) => {
      const fixed = known[at] ?? missing[at - known.length];
      const dealt = dealer.deal(1, (one) =>
        fixed === undefined ? combination.includes(triggers[one] as Trigger) : triggers[one] === fixed,
      );
      return triggers[dealt] as Trigger;
    });
  });
}

/** The popular functions come first in each application; their triggers, so that each has its share of the invocations. */
function choosePopular(apps: readonly SyntheticApp[]): Map<SyntheticApp, Trigger[]> {
  const total = sumOf(apps.flatMap((app) => app.perDay));
  const dealer = createDealer(triggers.map((one) => invocationsByTrigger[one] * total));
  const functions = apps
    .flatMap((app) => app.perDay.map((perDay) => ({ app, perDay })))
    .filter(({ perDay }) => perDay >= popularPerDay)
    .toSorted((a, b) => b.perDay - a.perDay);
  const dealt = new Map<SyntheticApp, Trigger[]>();
  for (const { app, perDay } of functions) {
    const own = dealt.get(app) ?? [];
    dealt.set(app, own);
    own.push(triggers[dealer.deal(perDay, () => true)] as Trigger);
  }
  return dealt;
}

/** The combinations of so many applications, those first that the fewest can have. */
function toWanted(count: number, random: Random): (readonly Trigger[])[] {
  const wanted = combinations.flatMap(([share, combination]) =>
    Array.from({ length: Math.round(share * count) }, () => combination),
  );
  while (wanted.length < count) {
    const drawn = triggers.filter((one) => random() < otherwise[one]);
    if (drawn.length > 0) wanted.push(drawn);
  }
  const rarity = (one: readonly Trigger[]): number => 2 * one.length + (one.includes('timer') ? 1 : 0);
  return wanted.toSorted((a, b) => rarity(b) - rarity(a));
}

function fits(app: SyntheticApp, combination: readonly Trigger[], known: readonly Trigger[]): boolean {
  if (combination.length > app.size || known.some((one) => !combination.includes(one))) return false;
  if (new Set([...known, ...combination]).size - new Set(known).size > app.size - known.length) return false;
  if (combination.includes('orchestration') && app.size < leastOfOrchestrations) return false;
  return !combination.includes('timer') || sumOf(app.perDay) > leastOfTimers;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
