/**
 * What one platform holds as time passes, at moments that can be compared: the load is held, what was under way is over, and the
 * garbage is collected. At any other moment the bodies that are just under way are more than what could grow.
 */
import { readMetric } from '../support/platform-pages.ts';
import type { Lives } from './lives.ts';
import type { Load } from './load.ts';
import { countHandles, readResidentMiB } from './processes.ts';
import { sleep } from './sleep.ts';
import type { Sample } from './slope.ts';

export interface Samples {
  /** MiB that are referred to, and MiB that the kernel holds. */
  readonly live: readonly Sample[];
  readonly resident: readonly Sample[];
  readonly handles: readonly Sample[];
}

export interface Sampling {
  stop(): Promise<Samples>;
}

const everyMs = 20_000;
/** Functions end by their time limits within this; what still runs then is an event that is tried again. */
const patienceMs = 12_000;
/** The least of so many counts: a collection may meet a message that is just being read. */
const looks = 3;

export function startSampling(lives: Lives, load: Load): Sampling {
  const live: Sample[] = [];
  const resident: Sample[] = [];
  const handles: Sample[] = [];
  const startedMs = performance.now();
  const ending = new AbortController();
  const isOver = (): boolean => ending.signal.aborted;
  const sampling = sample();

  async function sample(): Promise<void> {
    for (let dueMs = startedMs + everyMs; !isOver(); await sleep(200)) {
      if (performance.now() < dueMs) continue;
      dueMs = performance.now() + everyMs;
      const goOn = await load.hold();
      await settle();
      await look();
      goOn();
    }
  }

  async function settle(): Promise<void> {
    const untilMs = performance.now() + patienceMs;
    const isQuiet = async (): Promise<boolean> => {
      const endpoint = lives.endpoint();
      return (
        endpoint === undefined ||
        (await readMetric(endpoint, 'faas_invocations_in_flight').catch(() => 1)) === 0
      );
    };
    while (performance.now() < untilMs && !isOver() && !(await isQuiet())) await sleep(200);
  }

  async function look(): Promise<void> {
    const seen: { readonly live: number; readonly resident: number; readonly handles: number }[] = [];
    for (let count = 0; count < looks; count++) {
      const referredTo = await lives.collectGarbage();
      const pid = lives.pid();
      const held = pid === undefined ? undefined : readResidentMiB(pid);
      if (pid === undefined || referredTo === undefined || held === undefined) return;
      seen.push({ live: referredTo, resident: held, handles: countHandles(pid) });
      await sleep(100);
    }
    const atMs = performance.now() - startedMs;
    const least = (of: 'live' | 'resident' | 'handles'): Sample => ({
      atMs,
      value: Math.min(...seen.map((one) => one[of])),
    });
    live.push(least('live'));
    resident.push(least('resident'));
    handles.push(least('handles'));
  }

  return {
    async stop() {
      ending.abort();
      await sampling;
      return { live, resident, handles };
    },
  };
}
