/** A run on its way to one place, while it lasts or from its records; and what that place has to be told besides. */
import type { Clock } from '../contract/clock.ts';
import type { RunEnd, Sink, SinkReceipt } from '../contract/sink.ts';
import type { Nanos } from '../contract/units.ts';
import type { Rates } from './series/rates.ts';

/** An open sink. Nothing but `close` may take its time, and nothing throws: the receipt tells what became of it all. */
export interface RunStream extends Omit<Sink, 'open' | 'close'> {
  /** It is `now` on the run's clock: what was complete then can be written. Called about once a second. */
  advance(now: Nanos): void;
  /** @param end - undefined for a run that was killed. */
  close(end: RunEnd | undefined): Promise<SinkReceipt>;
}

/** Plain data: it is handed to the thread of the sink. */
export interface StreamSettings {
  /** Where a sink keeps what was not named a place; made if it is not there. */
  readonly runDirectory: string;
  /** A file that is there already is replaced; else it is an error. */
  readonly replaces: boolean;
  /** Without them, nothing that is written while the run lasts has a cost. */
  readonly rates?: Rates | undefined;
}

export interface StreamContext extends StreamSettings {
  readonly clock: Clock;
}

/** For a sink that wants the invocations and nothing else. */
export const invocationsOnly: Pick<
  RunStream,
  'phases' | 'event' | 'generator' | 'instances' | 'summary' | 'advance'
> = {
  phases: () => undefined,
  event: () => undefined,
  generator: () => undefined,
  instances: () => undefined,
  summary: () => undefined,
  advance: () => undefined,
};
