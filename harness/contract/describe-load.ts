/** A load in a few words, for titles and tables. */
import { describeArrivals } from './describe-arrivals.ts';
import type { LoadModel } from './load-model.ts';

export function describeLoad(load: LoadModel): string {
  if (load.model === 'open') return describeArrivals(load.arrivals);
  const levels = load.stages.map(({ fromConcurrency, toConcurrency }) =>
    fromConcurrency === toConcurrency ? `${toConcurrency}` : `${fromConcurrency} to ${toConcurrency}`,
  );
  const seconds = load.stages.reduce((sum, stage) => sum + stage.durationMs, 0) / 1000;
  const thinking = load.thinkTimeMs === 0 ? '' : `, thinking ${load.thinkTimeMs} ms`;
  return `${levels.join(', ')} callers for ${seconds} s${thinking}`;
}
