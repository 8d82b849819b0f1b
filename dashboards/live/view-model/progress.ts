/** How far a run is, from the records that it has left until now. */
import type { Invocation } from '../../../harness/contract/invocation.ts';
import { type Phase, targetRate } from '../../../harness/contract/phase.ts';
import type { RunRecord } from '../../../harness/contract/run-record.ts';
import { type Nanos, nanosPerSecond, toMillis } from '../../../harness/contract/units.ts';
import { formatCount, formatDuration, formatRate } from '../../../harness/report/format.ts';

export interface Progress {
  /** Ids of the phases that are being played; empty between two. */
  readonly phase: string;
  /** Of the plan's phases, 0 to 1; of one that is being played, as much as has passed. */
  readonly share: number;
  readonly figures: readonly (readonly [name: string, value: string])[];
}

/** What is called achieved is that of so many seconds. */
const windowSeconds = 5;

export function toProgress(run: RunRecord): Progress {
  const { manifest, invocations, generator } = run;
  const now = toLastInstant(run);
  const current = toCurrent(run);
  const own = invocations.filter((one) => current.phases.some((phase) => phase.id === one.phase));
  const sum = (of: (phase: Phase) => number | null): number | null =>
    current.phases.reduce<number | null>((total, phase) => {
      const value = of(phase);
      return total === null || value === null ? null : total + value;
    }, 0);
  const durationMs = Math.max(0, ...current.phases.map((phase) => phase.planned.durationMs));
  const elapsedMs = toMillis(now - current.beganAt);
  const target = sum(targetRate);
  return {
    phase: current.phases.map((phase) => phase.id).join(', '),
    share:
      (current.ended + (durationMs === 0 ? 0 : Math.min(1, elapsedMs / durationMs) * current.phases.length)) /
      Math.max(1, manifest.phases.length),
    figures: [
      ['Elapsed', formatDuration(toMillis(now))],
      ['Phase left', durationMs === 0 ? '' : formatDuration(Math.max(0, durationMs - elapsedMs))],
      ['Rate', `${formatRate(toRecentRate(own, now))}${target ? ` of ${formatRate(target)}` : ''}`],
      ['In flight', formatCount(generator.at(-1)?.inFlight ?? 0)],
      ['Cold so far', formatCount(invocations.filter((one) => one.start === 'cold').length)],
      ['Instances', formatCount(new Set(own.map((one) => one.instance).filter(Boolean)).size)],
      ['Not ok', formatCount(invocations.filter((one) => one.outcome !== 'ok').length)],
    ],
  };
}

function toLastInstant({ invocations, events, generator }: RunRecord): Nanos {
  return Math.max(0, invocations.at(-1)?.endedAt ?? 0, events.at(-1)?.at ?? 0, generator.at(-1)?.at ?? 0);
}

function toCurrent({ manifest, events }: RunRecord): {
  readonly phases: readonly Phase[];
  readonly beganAt: Nanos;
  readonly ended: number;
} {
  const open = new Map<string, Nanos>();
  const ended = new Set<string>();
  for (const { kind, title, at } of events) {
    if (kind !== 'phase') continue;
    const [id, what] = [title.slice(0, title.lastIndexOf(' ')), title.slice(title.lastIndexOf(' ') + 1)];
    if (what === 'begins') open.set(id, at);
    else {
      open.delete(id);
      ended.add(id);
    }
  }
  return {
    phases: manifest.phases.filter((phase) => open.has(phase.id)),
    beganAt: Math.min(Infinity, ...open.values()),
    ended: ended.size,
  };
}

function toRecentRate(invocations: readonly Invocation[], now: Nanos): number {
  const from = Math.max(now - windowSeconds * nanosPerSecond, invocations[0]?.intendedStart ?? now);
  const recent = invocations.filter((one) => one.endedAt > from).length;
  return now > from ? (recent / (now - from)) * nanosPerSecond : 0;
}
