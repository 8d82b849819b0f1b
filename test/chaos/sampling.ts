/** What one platform holds as time passes. */
import type { Lives } from './lives.ts';
import { countHandles, readResidentMiB } from './processes.ts';
import { sleep } from './sleep.ts';
import type { Sample } from './slope.ts';

export interface Samples {
  /** MiB that are referred to, and MiB that the kernel holds; both after a collection of garbage. */
  readonly live: readonly Sample[];
  readonly resident: readonly Sample[];
  readonly handles: readonly Sample[];
}

export interface Sampling {
  stop(): Promise<Samples>;
}

const everyMs = 2000;

export function startSampling(lives: Lives): Sampling {
  const live: Sample[] = [];
  const resident: Sample[] = [];
  const handles: Sample[] = [];
  const startedMs = performance.now();
  const ending = new AbortController();
  const sampling = sample();

  async function sample(): Promise<void> {
    while (!ending.signal.aborted) {
      const referredTo = await lives.collectGarbage();
      const pid = lives.pid();
      const held = pid === undefined ? undefined : readResidentMiB(pid);
      const atMs = performance.now() - startedMs;
      if (pid !== undefined && referredTo !== undefined && held !== undefined) {
        live.push({ atMs, value: referredTo });
        resident.push({ atMs, value: held });
        handles.push({ atMs, value: countHandles(pid) });
      }
      await sleep(everyMs);
    }
  }

  return {
    async stop() {
      ending.abort();
      await sampling;
      return { live, resident, handles };
    },
  };
}
