/** What the generator observes about itself: a slow generator must never pass for a slow platform. */
import {
  type EventLoopUtilization,
  PerformanceObserver,
  monitorEventLoopDelay,
  performance,
} from 'node:perf_hooks';
import type { Clock } from '../contract/clock.ts';
import type { GeneratorSample } from '../contract/sink.ts';
import { type Nanos, nanosPerMilli, toMillis } from '../contract/units.ts';

export interface SelfCheck {
  sent(sendDelay: Nanos): void;
  dropped(): void;
  /** The sample since the last one; starts the next. */
  take(now: Pick<GeneratorSample, 'inFlight' | 'connections'>): GeneratorSample;
  stop(): void;
}

/** Resolution of the event-loop monitor: below it, its own timer is what it measures. */
const resolutionMs = 10;

/** Observes the thread that it is made in. */
export function createSelfCheck(worker: string, pacing: string, clock: Clock): SelfCheck {
  const loop = monitorEventLoopDelay({ resolution: resolutionMs });
  loop.enable();
  let gcPauseMs = 0;
  const collections = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) gcPauseMs += duration;
  });
  collections.observe({ entryTypes: ['gc'] });
  let counts = { sent: 0, dropped: 0, sendDelayMax: 0 };
  let since = clock.now();
  let cpu = process.cpuUsage();
  let utilization: EventLoopUtilization = performance.eventLoopUtilization();

  return {
    sent(sendDelay) {
      counts.sent++;
      if (sendDelay > counts.sendDelayMax) counts.sendDelayMax = sendDelay;
    },
    dropped: () => void counts.dropped++,
    take(now) {
      const at = clock.now();
      const used = process.cpuUsage(cpu);
      const busy = performance.eventLoopUtilization(utilization);
      const sample = {
        at,
        worker,
        pacing,
        scheduled: counts.sent + counts.dropped,
        sent: counts.sent,
        dropped: counts.dropped,
        ...now,
        sendDelayMaxMs: toMillis(counts.sendDelayMax),
        // The monitor's histogram holds timer intervals: what exceeds its resolution is delay.
        eventLoopDelayP99Ms: Math.max(0, loop.percentile(99) / nanosPerMilli - resolutionMs),
        eventLoopUtilization: busy.utilization,
        cpuPercent: at > since ? ((used.user + used.system) / ((at - since) / 1000)) * 100 : 0,
        gcPauseMs,
      };
      counts = { sent: 0, dropped: 0, sendDelayMax: 0 };
      gcPauseMs = 0;
      since = at;
      cpu = process.cpuUsage();
      utilization = performance.eventLoopUtilization();
      loop.reset();
      return sample;
    },
    stop() {
      loop.disable();
      collections.disconnect();
    },
  };
}
