/**
 * Logarithm and sine from the basic operations alone. ECMAScript leaves `Math.log` and `Math.sin` to the engine and
 * the processor, and a difference in the last bit can move an arrival by a nanosecond; plus, minus, times and divide
 * are the same everywhere.
 */

const view = new DataView(new ArrayBuffer(8));

/**
 * Natural logarithm of a normal number above zero, good to about 2^-52 of itself.
 *
 * `ln x = e ln 2 + ln m` with `m` in [√½, √2), and `ln m = 2 (s + s³/3 + s⁵/5 + …)` with `s = (m − 1) / (m + 1)`, at
 * most 0.172: the first term left out is below 2^-60.
 */
export function logarithm(x: number): number {
  view.setFloat64(0, x);
  const high = view.getUint32(0);
  let exponent = (high >>> 20) - 1023;
  view.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let mantissa = view.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const z = s * s;
  let series = 1 / 23;
  for (let divisor = 21; divisor >= 3; divisor -= 2) series = series * z + 1 / divisor;
  return exponent * Math.LN2 + 2 * s * (1 + z * series);
}

/** `sin 2πx`. In turns, so that taking whole turns away loses nothing. Taylor's series to the 23rd power. */
export function sineOfTurns(x: number): number {
  const turn = x - Math.round(x);
  const quarter = turn > 0.25 ? 0.5 - turn : turn < -0.25 ? -0.5 - turn : turn;
  const y = 2 * Math.PI * quarter;
  const z = y * y;
  let series = 1;
  for (let power = 22; power >= 2; power -= 2) series = 1 - (series * z) / (power * (power + 1));
  return y * series;
}

/** `cos 2πx`. */
export function cosineOfTurns(x: number): number {
  return sineOfTurns(x + 0.25);
}
