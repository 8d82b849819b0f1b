/** Arrivals in a few words, for titles and tables: `poisson 60/s for 7 s`, `burst of 20`. */
import type { ArrivalSpec, Spacing } from './arrivals.ts';
import type { Millis } from './units.ts';

export function describeArrivals(spec: ArrivalSpec): string {
  switch (spec.kind) {
    case 'constant':
    case 'poisson':
      return `${spec.kind} ${rate(spec.ratePerSecond)} for ${time(spec.durationMs)}`;
    case 'renewal':
      return `gaps with a variation of ${number(spec.variation)} at ${rate(spec.ratePerSecond)} for ${time(spec.durationMs)}`;
    case 'jitter':
      return `constant ${rate(spec.ratePerSecond)} ± ${percent(spec.jitter)} for ${time(spec.durationMs)}`;
    case 'ramp': {
      const ends = `${rate(spec.fromPerSecond)} to ${rate(spec.toPerSecond)}`;
      return `${prefix(spec.spacing)}ramp ${ends} over ${time(spec.durationMs)}`;
    }
    case 'steps': {
      const total = spec.steps.reduce((sum, step) => sum + step.durationMs, 0);
      return `${prefix(spec.spacing)}steps ${list(spec.steps.map((step) => rate(step.ratePerSecond)))} over ${time(total)}`;
    }
    case 'burst':
      return `burst of ${spec.count}`;
    case 'spikes': {
      const spike = `${rate(spec.spikePerSecond)} for ${time(spec.spikeMs)} every ${time(spec.everyMs)}`;
      return `${prefix(spec.spacing)}${rate(spec.ratePerSecond)} with spikes to ${spike}, for ${time(spec.durationMs)}`;
    }
    case 'diurnal': {
      const swing = `${rate(spec.meanPerSecond)} ± ${percent(spec.amplitude)} every ${time(spec.periodMs)}`;
      return `${prefix(spec.spacing)}diurnal ${swing}, for ${time(spec.durationMs)}`;
    }
    case 'idle-gap':
      return `idle gaps of ${list(spec.gapsMs.map(time))}`;
    case 'counts': {
      const total = spec.counts.reduce((sum, count) => sum + count, 0);
      return `trace of ${total} in ${spec.counts.length} × ${time(spec.intervalMs)}`;
    }
    case 'stamps':
      return `trace of ${spec.atMs.length} over ${time(spec.atMs.at(-1) ?? 0)}`;
    case 'concat':
      return list(spec.parts.map(describePart), ', then ');
    case 'superpose':
      return list(spec.parts.map(describePart), ' + ');
    case 'scale':
      return `${describePart(spec.of)}, scaled to ${number(spec.rate)} × the rate, ${number(spec.time)} × the time`;
    case 'limit': {
      const { invocations, durationMs } = spec;
      const limits = [
        ...(invocations === undefined ? [] : [`${invocations} invocations`]),
        ...(durationMs === undefined ? [] : [time(durationMs)]),
      ];
      return `${describePart(spec.of)}, at most ${limits.join(' and ')}`;
    }
    case 'share': {
      const total = spec.weights.reduce((sum, weight) => sum + weight, 0);
      return `${percent((spec.weights[spec.at] ?? 0) / total)} of ${describePart(spec.of)}`;
    }
  }
}

/** Brackets keep combinations of combinations apart. */
function describePart(part: ArrivalSpec): string {
  const isCombined = 'of' in part || 'parts' in part;
  return isCombined ? `(${describeArrivals(part)})` : describeArrivals(part);
}

function prefix(spacing: Spacing): string {
  return spacing === 'poisson' ? 'poisson ' : '';
}

/** The first and the last of a long list say enough. */
function list(entries: readonly string[], separator = ', '): string {
  const shown = entries.length > 5 ? [...entries.slice(0, 3), '…', ...entries.slice(-1)] : entries;
  return shown.join(separator);
}

/** In the unit that leaves at least one. */
function rate(perSecond: number): string {
  if (perSecond >= 1 || perSecond === 0) return `${number(perSecond)}/s`;
  return perSecond * 60 >= 1 ? `${number(perSecond * 60)}/min` : `${number(perSecond * 3600)}/h`;
}

const timeUnits = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** In the largest unit that it is a whole number of; seconds if there is none. */
function time(millis: Millis): string {
  const whole = timeUnits.find(([, unit]) => millis > 0 && millis % unit === 0);
  if (whole !== undefined) return `${millis / whole[1]} ${whole[0]}`;
  return millis > 0 && millis < 1000 ? `${number(millis)} ms` : `${number(millis / 1000)} s`;
}

function percent(share: number): string {
  return `${number(share * 100)} %`;
}

/** Four digits, and no decimal zeros. */
function number(value: number): string {
  return String(value >= 1000 ? Math.round(value) : Number(value.toPrecision(4)));
}
