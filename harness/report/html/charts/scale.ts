/** From values to pixels: linear and logarithmic, with round limits and ticks. */

export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  /** Position of a value; outside the limits it is held at the edge. */
  at(value: number): number;
}

/** Pixels from where to where, and how many ticks have room there. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly maxTicks: number;
}

/** From 0 to `high`, or to the next round step above it. */
export function createLinearScale(high: number, range: Range, options: { exact?: boolean } = {}): Scale {
  const step = chooseStep((high > 0 ? high : 1) / Math.max(1, range.maxTicks));
  const steps = Math.max(1, Math.ceil((high > 0 ? high : 1) / step - 1e-9));
  const top = options.exact === true && high > 0 ? high : steps * step;
  const ticks = Array.from({ length: steps + 1 }, (_, at) => at * step).filter(
    (tick) => tick <= top * 1.0001,
  );
  return { low: 0, high: top, ticks, at: (value) => project(value / top, range) };
}

/** Limits on 1, 2 or 5 times a power of ten; ticks on powers of ten, and on 2 and 5 where there is room. */
export function createLogScale(low: number, high: number, range: Range): Scale {
  const bottom = roundDown(Math.max(low, smallest));
  const top = roundUp(Math.max(high, bottom * 1.5, smallest));
  const span = Math.log10(top / bottom);
  return {
    low: bottom,
    high: top,
    ticks: chooseLogTicks(bottom, top, range.maxTicks),
    at: (value) => project(Math.log10(Math.max(value, smallest) / bottom) / span, range),
  };
}

/** What a log axis shows for 0: a nanosecond where values are milliseconds. */
const smallest = 1e-6;

function project(share: number, { from, to }: Range): number {
  return from + Math.min(1, Math.max(0, share)) * (to - from);
}

function chooseStep(rough: number): number {
  return roundUp(rough);
}

function chooseLogTicks(low: number, high: number, maxTicks: number): number[] {
  for (const factors of [[1, 2, 5], [1, 3], [1]]) {
    const ticks = logTicks(low, high, factors);
    if (ticks.length <= maxTicks) return ticks;
  }
  const decades = logTicks(low, high, [1]);
  const every = Math.ceil(decades.length / Math.max(1, maxTicks));
  return decades.filter((_, at) => at % every === 0);
}

function logTicks(low: number, high: number, factors: readonly number[]): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const factor of factors) ticks.push(Number(`${factor}e${power}`));
  }
  return ticks.filter((tick) => tick >= low * 0.9999 && tick <= high * 1.0001);
}

function roundUp(value: number): number {
  const power = Math.floor(Math.log10(value) + 1e-9);
  const factor = [1, 2, 5].find((one) => Number(`${one}e${power}`) >= value * 0.9999);
  return factor === undefined ? Number(`1e${power + 1}`) : Number(`${factor}e${power}`);
}

function roundDown(value: number): number {
  const power = Math.floor(Math.log10(value) + 1e-9);
  const factor = [5, 2, 1].find((one) => Number(`${one}e${power}`) <= value * 1.0001) ?? 1;
  return Number(`${factor}e${power}`);
}
