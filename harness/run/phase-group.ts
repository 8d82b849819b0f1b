/** Phases that are played at once. */
import { describeLoad } from '../contract/describe-load.ts';
import { type Phase, isBurst, isForcedColdStart } from '../contract/phase.ts';
import { checkExperiment } from '../experiments/plan.ts';

export type PhaseGroup = readonly [Phase, ...Phase[]];

/** In the order of the plan; a group's phases stand next to each other in it. */
export function toPhaseGroups(phases: readonly Phase[]): PhaseGroup[] {
  const groups: [Phase, ...Phase[]][] = [];
  for (const phase of phases) {
    const last = groups.at(-1);
    if (last !== undefined && last[0].group === phase.group) last.push(phase);
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
  const names = group.map((one) => one.function).join(', ');
  if (phase.role === 'warmUp') return `${experiment}: warm up ${names}`;
  return group.length === 1
    ? `${experiment}: load on ${names}, ${describeLoad(phase.load)}`
    : `${experiment}: load on ${names} at once, for ${phase.planned.durationMs / 1000} s`;
}
