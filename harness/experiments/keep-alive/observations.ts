/** What became of idle instances: from the identity of those that answered before and after a time without invocations. */
import { groupBy } from '../../contract/group-by.ts';
import type { Invocation } from '../../contract/invocation.ts';
import { type Millis, toMillis } from '../../contract/units.ts';
import type { Observed } from '../experiment.ts';

/** One time without an invocation. */
export interface Silence {
  /** From the last answer to the next request, by the provider's own time. */
  readonly lastedMs: Millis;
  /** Instances that were left idle. */
  readonly held: number;
  /** Of them, those that answered afterwards. */
  readonly survived: number;
  /** Of every instance of which it is known. */
  readonly lives: readonly Life[];
}

export interface Life {
  readonly idleMs: Millis;
  readonly survived: boolean;
}

/** In the order in which they were played; a silence whose end nobody told of is left out. */
export function toSilences({ phases, manifest }: Pick<Observed, 'phases' | 'manifest'>): Silence[] {
  const { timeScale = 1 } = manifest.provider;
  const bursts = phases.flatMap(({ phase, invocations }) =>
    Array.from(groupBy(invocations, (one) => one.repetition).values(), (burst) => ({
      isAfterSilence: phase.before.kind === 'idle',
      burst,
    })),
  );
  return bursts.flatMap(({ isAfterSilence, burst }, at) => {
    const before = bursts[at - 1];
    if (!isAfterSilence || before === undefined) return [];
    const silence = toSilence(before.burst, burst, timeScale);
    return silence === undefined ? [] : [silence];
  });
}

function toSilence(
  before: readonly Invocation[],
  after: readonly Invocation[],
  timeScale: number,
): Silence | undefined {
  const lastUsed = new Map<string, number>();
  for (const { instance, endedAt } of before) {
    if (instance !== undefined) lastUsed.set(instance, Math.max(endedAt, lastUsed.get(instance) ?? 0));
  }
  if (lastUsed.size === 0 || after.some((one) => one.instance === undefined)) return undefined;
  const begun = Math.min(...after.map((one) => one.sentAt ?? one.intendedStart));
  const answered = new Set(after.map((one) => one.instance));
  const toProviderMs = (since: number): Millis => toMillis(begun - since) * timeScale;
  const survived = [...lastUsed.keys()].filter((instance) => answered.has(instance)).length;
  // As long as an idle instance is left none is started: where none was, those that did not answer may live on.
  const hasStarted = after.some((one) => one.start === 'cold');
  const lives = Array.from(lastUsed, ([instance, since]) => ({
    idleMs: toProviderMs(since),
    survived: answered.has(instance),
  }));
  return {
    lastedMs: toProviderMs(Math.max(...lastUsed.values())),
    held: lastUsed.size,
    survived: hasStarted ? survived : lastUsed.size,
    lives: hasStarted ? lives : lives.filter((life) => life.survived),
  };
}
