/** The same arrivals for every profile, made once: to draw them takes as long as to simulate them. */
import type { LoadedFunction } from '../../../platform/simulation/simulate-load.ts';

/** Eight bytes an invocation and run. */
export function rememberArrivals(one: LoadedFunction): LoadedFunction {
  const byRun: Float64Array[] = [];
  return {
    ...one,
    createArrivals(run) {
      const instants = (byRun[run] ??= collect(one.createArrivals(run)));
      let next = 0;
      return () => instants[next++];
    },
  };
}

function collect(next: () => number | undefined): Float64Array {
  const instants: number[] = [];
  for (let atMs = next(); atMs !== undefined; atMs = next()) instants.push(atMs);
  return Float64Array.from(instants);
}
