/** What the main thread, the pacing worker and the sending workers say to each other. */
import type { InvocationBatch } from '../contract/invocation-batch.ts';
import type { ClosedLoad } from '../contract/load-model.ts';
import type { GeneratorSample } from '../contract/sink.ts';
import type { InvocationTarget } from '../contract/target.ts';
import type { Nanos } from '../contract/units.ts';
import type { PlayEnd } from './engine.ts';
import type { LoadOptions, Pacing } from './load-options.ts';
import type { Timetable } from './timetable.ts';

/** The share of one sending worker in a play: every `lanes`-th line of the timetable, from line `lane` on. */
export interface Play {
  readonly parts: readonly SentPart[];
  /** Shared, not copied; its starts are not to be read before the play begins. */
  readonly timetable: Timetable;
  readonly lane: number;
  readonly lanes: number;
  /** See {@link createControl}. */
  readonly control: Int32Array<SharedArrayBuffer>;
  readonly pacing: Exclude<Pacing, 'auto'>;
  /** How long before it is due the pacing worker announces a line: see {@link chooseHeadStart}. */
  readonly headStart: Nanos;
}

export interface SentPart {
  readonly phase: string;
  readonly function: string;
  readonly repetition: number;
  readonly target: InvocationTarget;
  /** This worker's callers; undefined for a part of the timetable. */
  readonly closed: ClosedLoad | undefined;
}

/** What the pacing worker is told. */
export type Pace = Pick<Play, 'timetable' | 'control' | 'lanes' | 'headStart'>;

/** Position of the control word that is 1 when the play is to end early. */
export const aborted = 0;

/**
 * Position of the control word of a lane: how many lines of the timetable are due, or will be within the head start. The
 * pacing worker writes it when the lane has something to send, the sending worker waits on it.
 */
export function dueOf(lane: number): number {
  return 1 + lane;
}

/** The words that the threads of one play share. */
export function createControl(lanes: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer((1 + lanes) * Int32Array.BYTES_PER_ELEMENT));
}

export interface PacerData {
  /** Reading of the monotonic clock at instant 0 of the run. */
  readonly clockOrigin: bigint;
}

export interface SenderData extends PacerData {
  readonly name: string;
  readonly options: LoadOptions;
}

export type ToSender =
  | { readonly kind: 'prepare'; readonly play: Play }
  /** The timetable has its instants; callers start at `startAt`. */
  | { readonly kind: 'begin'; readonly startAt: Nanos };

export type FromSender =
  /** Everything is prepared for the play; it may begin. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'batch'; readonly batch: InvocationBatch }
  | { readonly kind: 'sample'; readonly sample: GeneratorSample }
  | { readonly kind: 'ended'; readonly end: PlayEnd };
