/** Each function at a glance: its instances, and what came of its invocations since the platform began. */
import type { CountedOutcome } from '../metering/invocation-counts.ts';
import type { GatewayContext } from './gateway-context.ts';

/** As `/admin/functions` gives it. */
export interface FunctionGlance {
  readonly function: string;
  readonly runtime: string;
  readonly memoryMiB: number;
  readonly starting: number;
  readonly idle: number;
  readonly busy: number;
  readonly paused: number;
  readonly coldStarts: number;
  readonly outcomes: Readonly<Partial<Record<CountedOutcome, number>>>;
}

export function listFunctions({ registry, records, counts }: GatewayContext): FunctionGlance[] {
  const coldStarts = counts.coldStarts();
  return registry.list().map(({ name, latest }) => {
    const live = records.list(name).filter(({ removedAtEpochMs }) => removedAtEpochMs === null);
    const count = (state: string): number => live.filter((record) => record.state === state).length;
    const own = counts.rows().filter((row) => row.function === name);
    return {
      function: name,
      runtime: latest.revision.settings.runtime,
      memoryMiB: latest.revision.settings.memoryMiB,
      starting: count('starting'),
      idle: count('idle'),
      busy: count('busy'),
      paused: count('paused'),
      coldStarts: coldStarts.get(name) ?? 0,
      outcomes: Object.fromEntries(own.map((row) => [row.outcome, row.invocations])),
    };
  });
}
