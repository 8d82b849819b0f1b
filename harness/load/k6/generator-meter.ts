/** What can be seen of k6 from outside, in the shape of the generator's own samples. */
import type { Clock } from '../../contract/clock.ts';
import type { GeneratorSample } from '../../contract/sink.ts';
import { type Nanos, toMillis } from '../../contract/units.ts';

export interface GeneratorMeter {
  /** @param delay - until k6 had a connection. */
  sent(delay: Nanos): void;
  dropped(count: number): void;
  users(count: number): void;
  /** The sample since the last one; starts the next. */
  take(): GeneratorSample;
}

/**
 * k6 tells nothing of its threads: event loop, processor and garbage collection are 0. A virtual user has a connection of
 * its own and one invocation at most, so their number stands for both.
 */
export function createGeneratorMeter(clock: Clock): GeneratorMeter {
  let [sent, dropped, users, delayMax] = [0, 0, 0, 0];
  return {
    sent(delay) {
      sent++;
      delayMax = Math.max(delayMax, delay);
    },
    dropped: (count) => void (dropped += count),
    users: (count) => void (users = count),
    take() {
      const sample = {
        at: clock.now(),
        worker: 'k6',
        pacing: 'none',
        scheduled: sent + dropped,
        sent,
        dropped,
        inFlight: users,
        connections: users,
        sendDelayMaxMs: toMillis(delayMax),
        eventLoopDelayP99Ms: 0,
        eventLoopUtilization: 0,
        cpuPercent: 0,
        gcPauseMs: 0,
      };
      [sent, dropped, delayMax] = [0, 0, 0];
      return sample;
    },
  };
}
