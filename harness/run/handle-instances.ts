/** What a phase does to the instances of its function, beside invoking it. */
import type { Clock } from '../contract/clock.ts';
import { messageOf } from '../contract/errors.ts';
import type { Disturbance, Preparation } from '../contract/phase.ts';
import { type Deployment, forcesColdStart, killsInstances } from '../contract/provider.ts';
import { type Nanos, toMillis } from '../contract/units.ts';

interface PrepareContext {
  readonly clock: Clock;
  /** How many times faster than the clock the provider's own time goes. */
  readonly timeScale: number;
  /** Since when the function has not been invoked; undefined: it never was. */
  readonly idleSince: Nanos | undefined;
}

export async function prepare(
  before: Preparation,
  deployment: Deployment,
  { clock, timeScale, idleSince }: PrepareContext,
  signal: AbortSignal,
): Promise<void> {
  switch (before.kind) {
    case 'nothing':
      return;
    case 'discardInstances':
      if (forcesColdStart(deployment)) await deployment.forceColdStart(signal);
      return;
    case 'idle': {
      // What has passed already while others were invoked counts.
      const idleMs = idleSince === undefined ? 0 : toMillis(clock.now() - idleSince);
      await clock.sleep(Math.max(0, before.forMs / timeScale - idleMs), signal);
    }
  }
}

/**
 * Begins the disturbance.
 *
 * @param tell - is given a line for each instance that was killed, and for each that could not be.
 * @returns ends it.
 */
export function disturb(
  during: Disturbance,
  deployment: Deployment,
  { clock, tell }: { readonly clock: Clock; readonly tell: (line: string) => void },
): () => void {
  if (during.kind === 'nothing' || !killsInstances(deployment)) return () => undefined;
  const stop = new AbortController();
  const kill = async (): Promise<void> => {
    const instance = await deployment.killInstance(stop.signal);
    if (instance !== undefined) tell(`killed ${instance}`);
  };
  const end = clock.every(during.everyMs, () => {
    kill().catch((error: unknown) => {
      if (!stop.signal.aborted)
        tell(`could not kill an instance of ${deployment.function}: ${messageOf(error)}`);
    });
  });
  return () => {
    end();
    stop.abort();
  };
}
