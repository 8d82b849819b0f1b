/** What the generator observes about itself: a slow generator must never pass for a slow platform. */
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '../contract/clock.ts';
import type { GeneratorSample } from '../contract/sink.ts';
import { type Nanos, nanosPerMilli, toMillis } from '../contract/units.ts';

export interface SelfCheck {
  scheduled(count: number): void;
  sent(sendDelay: Nanos): void;
  dropped(): void;
  /** The sample since the last one; starts the next. */
  take(inFlight: number): GeneratorSample;
  stop(): void;
}

/** Resolution of the event-loop monitor: below it, its own timer is what it measures. */
const resolutionMs = 10;

/** Observes the thread that it is made in. */
export function createSelfCheck(worker: string, clock: Clock): SelfCheck {
  const loop: IntervalHistogram = monitorEventLoopDelay({ resolution: resolutionMs });
  loop.enable();
  let counts = { scheduled: 0, sent: 0, dropped: 0, sendDelayMax: 0 };
  let since = clock.now();
  let cpu = process.cpuUsage();

  return {
    scheduled: (count) => void (counts.scheduled += count),
    sent(sendDelay) {
      counts.sent++;
      if (sendDelay > counts.sendDelayMax) counts.sendDelayMax = sendDelay;
    },
    dropped: () => void counts.dropped++,
    take(inFlight) {
      const at = clock.now();
      const used = process.cpuUsage(cpu);
      const sample = {
        at,
        worker,
        scheduled: counts.scheduled,
        sent: counts.sent,
        dropped: counts.dropped,
        inFlight,
        sendDelayMaxMs: toMillis(counts.sendDelayMax),
        // The monitor's histogram holds timer intervals: what exceeds its resolution is delay.
        eventLoopDelayP99Ms: Math.max(0, loop.percentile(99) / nanosPerMilli - resolutionMs),
        cpuPercent: at > since ? ((used.user + used.system) / ((at - since) / 1000)) * 100 : 0,
      };
      counts = { scheduled: 0, sent: 0, dropped: 0, sendDelayMax: 0 };
      since = at;
      cpu = process.cpuUsage();
      loop.reset();
      return sample;
    },
    stop: () => void loop.disable(),
  };
}
