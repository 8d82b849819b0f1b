/** How numbers are written, in the terminal as in the HTML report: three significant digits, the unit that fits. */

/** Stands for a value that nobody knows or that the sample cannot give. */
export const unknownValue = '—';

/** Milliseconds as `420 µs`, `13.7 ms`, `1.25 s` or `10 min 5 s`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return unknownValue;
  if (ms < 0) return `−${formatDuration(-ms)}`;
  if (ms === 0) return '0 ms';
  if (ms < 0.0005) return '<1 µs';
  // The unit is chosen from the rounded value, so that 999.7 ms is written 1.00 s and not 1000 ms.
  const rounded = Number(ms.toPrecision(3));
  if (rounded < 1) return `${toThreeDigits(ms * 1000)} µs`;
  if (rounded < 1000) return `${toThreeDigits(ms)} ms`;
  if (rounded < 100_000) return `${toThreeDigits(ms / 1000)} s`;
  return formatMinutes(Math.round(ms / 1000));
}

/** US dollars, never `$0.00` for an amount that is not zero: `$1,234.56`, `$0.20`, `$0.207`, `$0.00000420`. */
export function formatUsd(usd: number): string {
  if (!Number.isFinite(usd)) return unknownValue;
  if (usd < 0) return `−${formatUsd(-usd)}`;
  if (usd >= 0.9995 || isWholeCents(usd)) return `$${cents.format(usd)}`;
  return usd < 1e-12 ? '<$0.000000000001' : `$${toThreeDigits(usd)}`;
}

/** A whole number with thousands separators. */
export function formatCount(n: number): string {
  return Number.isFinite(n) ? integer.format(n) : unknownValue;
}

/** A share of 1 that may be small, in three significant digits: `0.0123 %`, `12.3 %`. */
export function formatRareShare(share: number): string {
  return Number.isFinite(share) ? `${Number((share * 100).toPrecision(3))} %` : unknownValue;
}

/** A share of 1 as `12.3 %`. Neither rounds a rare thing to 0 % nor an incomplete one to 100 %. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return unknownValue;
  if (share > 0 && share < 0.0005) return '<0.1 %';
  if (share >= 0.9995 && share < 1) return '>99.9 %';
  return `${(share >= 9.995 ? integer : oneDecimal).format(share * 100)} %`;
}

/** Invocations a second as `1,000/s`, `62.5/s`; rare ones by the minute or the hour. */
export function formatRate(perSecond: number): string {
  if (!Number.isFinite(perSecond)) return unknownValue;
  if (perSecond === 0) return '0/s';
  if (Math.abs(perSecond) >= 0.1) return `${formatDigits(perSecond)}/s`;
  if (Math.abs(perSecond) >= 0.1 / 60) return `${formatDigits(perSecond * 60)}/min`;
  return `${formatDigits(perSecond * 3600)}/h`;
}

/** Up to three significant digits with thousands separators; all digits of an integer part that is longer. */
export function formatDigits(value: number): string {
  if (!Number.isFinite(value)) return unknownValue;
  return Math.abs(value) >= 999.5 ? integer.format(value) : threeDigits.format(value);
}

/** The trailing zeros stay: they say how precise a measured value is. */
function toThreeDigits(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return rounded.toFixed(Math.max(0, 2 - Math.floor(Math.log10(rounded) + 1e-9)));
}

/** What is exact to the cent, such as a price, is written as money is. */
function isWholeCents(usd: number): boolean {
  const cent = Math.round(usd * 100);
  return usd === 0 || (cent > 0 && Math.abs(usd * 100 - cent) < 1e-9);
}

function formatMinutes(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (hours > 0)
    return minutes === 0 ? `${integer.format(hours)} h` : `${integer.format(hours)} h ${minutes} min`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

const integer = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const threeDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
