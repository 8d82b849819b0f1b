/** What a chart shows, whoever draws it: the page draws it, its CSV is made of it, and a test reads it. */
import type { FindingAxis, FindingUnit } from '../../../harness/contract/finding.ts';
import type { StartKind } from '../../../harness/contract/invocation.ts';

export interface Chart {
  readonly title: string;
  /** What the picture shows, for those who cannot see it. */
  readonly description: string;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly series: readonly ChartSeries[];
  /** Stretches of the x axis: phases. */
  readonly bands?: readonly ChartBand[];
  /** Instants on the x axis: faults, an abort. */
  readonly marks?: readonly ChartMark[];
  /** Words at a point of the data. */
  readonly labels?: readonly ChartLabel[];
}

export interface ChartAxis extends FindingAxis {
  /** Limits; default: those of the data. */
  readonly min?: number;
  readonly max?: number;
}

/** Two hues carry meaning, cold and warm; the rest is ink. */
export type SeriesTone = 'cold' | 'warm' | 'unknown' | 'ink' | 'soft' | 'bad' | 'second' | 'third' | 'fourth';

export interface ChartSeries {
  readonly label: string;
  readonly kind: 'line' | 'step' | 'points';
  readonly tone: SeriesTone;
  readonly isDashed?: boolean;
  /** x, y; by rising x. */
  readonly points: readonly ChartPoint[];
}

export type ChartPoint = readonly [x: number, y: number];

export interface ChartBand {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  /** Shaded, because it does not count. */
  readonly isWarmUp: boolean;
}

export interface ChartMark {
  readonly at: number;
  readonly label: string;
}

export interface ChartLabel {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly tone: SeriesTone;
}

export const startSeriesTones: Readonly<Record<StartKind, SeriesTone>> = {
  cold: 'cold',
  coldWaiter: 'third',
  warm: 'warm',
  unknown: 'unknown',
};

/** For series that are neither cold nor warm: those hues keep their meaning. */
export const seriesTones: readonly SeriesTone[] = ['ink', 'second', 'third', 'fourth', 'soft'];

export function axis(label: string, unit: FindingUnit, scale: ChartAxis['scale'] = 'linear'): ChartAxis {
  return { label, unit, scale };
}

/** Four significant digits are finer than a screen, and a third of the bytes. */
export function round(value: number): number {
  return Number(value.toPrecision(4));
}
