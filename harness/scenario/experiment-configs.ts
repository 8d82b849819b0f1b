/** The settings of experiments that compare loads in rounds. A round is the sample: its invocations share their moment. */
import type { ArrivalSpec } from '../contract/arrivals.ts';
import type { Millis } from '../contract/units.ts';

export type RoundExperiment =
  | ThroughputExperiment
  | PayloadExperiment
  | OverheadExperiment
  | NeighbourExperiment
  | WorkflowExperiment
  | FaultsExperiment
  | TraceExperiment;

interface Rounds {
  readonly name: string;
  readonly samples: number;
  /** How long each load of a round is. */
  readonly forMs: Millis;
  /** The same load for this long, before the measurement. */
  readonly warmUpMs: Millis;
}

/** What can one deployment take? */
export interface ThroughputExperiment extends Rounds {
  readonly kind: 'throughput';
  readonly function: string;
  /** Callers that never pause; ascending. */
  readonly concurrency: readonly number[];
}

/** What does size cost? */
export interface PayloadExperiment extends Rounds {
  readonly kind: 'payload';
  /** Gives back the `payload` that it gets. */
  readonly function: string;
  /** Bytes, ascending. */
  readonly sizes: readonly number[];
}

/** Where does a warm invocation spend its time? */
export interface OverheadExperiment extends Rounds {
  readonly kind: 'overhead';
  readonly function: string;
  readonly ratePerSecond: number;
}

/** Do tenants disturb each other? */
export interface NeighbourExperiment extends Rounds {
  readonly kind: 'neighbour';
  readonly function: string;
  readonly ratePerSecond: number;
  /** One beside the function at a time. */
  readonly neighbours: readonly string[];
  /** Callers of the neighbour, which never pause. */
  readonly concurrency: number;
}

/** What do chains and fan-outs add? */
export interface WorkflowExperiment extends Rounds {
  readonly kind: 'workflow';
  /** The function that is called, alone and by the others. */
  readonly step: string;
  /** Calls one after the other. */
  readonly chain: string | undefined;
  /** Calls all at once, and joins. */
  readonly fanOut: string | undefined;
  /** Calls of one workflow; ascending. */
  readonly widths: readonly number[];
  readonly payloadBytes: number;
}

/** What is lost when instances die? */
export interface FaultsExperiment {
  readonly kind: 'faults';
  readonly name: string;
  /** Writes into the ledger: `ledger` of the catalogue, or one that does the same. */
  readonly function: string;
  readonly modes: readonly ('sync' | 'async')[];
  readonly ratePerSecond: number;
  /** How long an invocation holds its instance. */
  readonly holdMs: Millis;
  /** Of each mode. */
  readonly forMs: Millis;
  readonly killEveryMs: Millis;
  /** By the provider's own time: how long after the last event its retries may come. */
  readonly settleMs: Millis;
  readonly warmUpMs: Millis;
}

/** How does it behave on real traffic? */
export interface TraceExperiment {
  readonly kind: 'trace';
  readonly name: string;
  /** Of which each function of the trace is a copy: it takes `sleepMs`, or `busyMs`. */
  readonly function: string;
  /** Files of a recorded trace, as the user wrote them; undefined: a synthetic one. */
  readonly files:
    | {
        readonly invocations: string;
        readonly durations?: string | undefined;
        readonly memory?: string | undefined;
      }
    | undefined;
  /** So many functions of it. */
  readonly functions: number;
  readonly fromMinute: number;
  readonly minutes: number;
  readonly placement: 'even' | 'uniform' | 'poisson';
  /** How many times as many invocations, and how many times as long the gaps. */
  readonly rate: number;
  readonly time: number;
  /** What no invocation takes longer than. */
  readonly longestMs: Millis;
  /** What the trace comes to: empty until it was read. */
  readonly parts: readonly TracedPart[];
}

export interface TracedPart {
  readonly function: string;
  readonly arrivals: ArrivalSpec;
  /** Mean of the trace. */
  readonly durationMs: Millis;
}
