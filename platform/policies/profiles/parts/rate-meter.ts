/** Events a second, over the last so many whole seconds. */
import { createSecondMeter } from './second-meter.ts';
import { createSlidingMean } from './sliding-mean.ts';

export interface RateMeter {
  /** Counts so many events now; 0 only lets the time pass. */
  count(nowMs: number, events: number): void;
  perSecond(): number;
}

export function createRateMeter(startMs: number, seconds: number): RateMeter {
  const recent = createSlidingMean(seconds);
  let counted = 0;
  const meter = createSecondMeter(startMs, seconds, () => {
    recent.add(counted);
    counted = 0;
  });
  return {
    count(nowMs, events) {
      meter.advance(nowMs, 0);
      counted += events;
    },
    perSecond: () => recent.mean(),
  };
}
