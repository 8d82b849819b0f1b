/** What a load comes to: how many invocations, in what time. */
import type { ArrivalSpec, Schedule } from '../contract/arrivals.ts';
import { countStarts } from '../contract/count-starts.ts';
import type { LoadModel } from '../contract/load-model.ts';
import type { PlannedLoad } from '../contract/phase.ts';
import { toMillis } from '../contract/units.ts';

export type CreateSchedule = (arrivals: ArrivalSpec, seed: number) => Schedule;

export function toPlannedLoad(load: LoadModel, seed: number, createSchedule: CreateSchedule): PlannedLoad {
  if (load.model === 'closed') {
    const durationMs = load.stages.reduce((sum, stage) => sum + stage.durationMs, 0);
    return { invocations: null, durationMs };
  }
  const schedule = createSchedule(load.arrivals, seed);
  return { invocations: countStarts(schedule), durationMs: toMillis(schedule.duration) };
}
