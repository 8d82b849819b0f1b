/** Phases that are played together: at once, or taking turns. */
import { describeLoad } from '../contract/describe-load.ts';
import { type Phase, isBurst, isForcedColdStart } from '../contract/phase.ts';
import { createRandom } from '../contract/seeded-random.ts';
import { checkExperiment } from '../experiments/plan.ts';

export type PhaseGroup = readonly [Phase, ...Phase[]];

/** In the order of the plan; phases of one group, and groups that take turns, stand next to each other in it. */
export function toPhaseGroups(phases: readonly Phase[]): PhaseGroup[] {
  return gather(phases, (phase) => phase.turns ?? phase.group);
}

/** Those that are played one after the other, each at once. */
export function toTurns(group: PhaseGroup): PhaseGroup[] {
  return gather(group, (phase) => phase.group);
}

/** Everything once, in an order of its own for every round; the same on every run. */
export function orderTurns<Turn>(turns: readonly Turn[], seed: number, round: number): Turn[] {
  const random = createRandom(seed + round);
  return turns
    .map((turn) => ({ turn, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ turn }) => turn);
}

function gather(phases: readonly Phase[], keyOf: (phase: Phase) => string): PhaseGroup[] {
  const groups: [Phase, ...Phase[]][] = [];
  for (const phase of phases) {
    const last = groups.at(-1);
    if (last !== undefined && keyOf(last[0]) === keyOf(phase)) last.push(phase);
    else groups.push([phase]);
  }
  return groups;
}

/** What the group does, for whoever watches. */
export function toTitle(group: PhaseGroup): string {
  const [phase] = group;
  const { experiment, repetitions, function: name } = phase;
  if (experiment === checkExperiment) return `Check that ${name} works`;
  if (phase.before.kind === 'idle') {
    return `${experiment}: invoke ${name} after ${phase.before.forMs / 1000} s without an invocation`;
  }
  if (isForcedColdStart(phase)) return `${experiment}: ${repetitions} forced cold starts of ${name}`;
  if (isBurst(phase)) return `${experiment}: ${phase.planned.invocations} invocations of ${name} at once`;
  const turns = toTurns(group);
  if (turns.length > 1) return `${experiment}: ${turns.length} loads in turn, ${repetitions} rounds`;
  const names = group.map((one) => one.function).join(', ');
  if (phase.role === 'warmUp') return `${experiment}: warm up ${names}`;
  return group.length === 1
    ? `${experiment}: load on ${names}, ${describeLoad(phase.load)}`
    : `${experiment}: load on ${names} at once, for ${phase.planned.durationMs / 1000} s`;
}
