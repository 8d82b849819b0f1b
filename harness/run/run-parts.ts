/** What a run is made of. The composition root chooses the parts. */
import type { ArrivalSpec, Schedule } from '../contract/arrivals.ts';
import type { Clock } from '../contract/clock.ts';
import type { AdapterContext, Provider } from '../contract/provider.ts';
import type { Sink } from '../contract/sink.ts';
import type { EngineListener, LoadEngine } from '../load/engine.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { FunctionCatalog } from './function-spec.ts';
import type { RunObserver } from './observer.ts';

export interface RunParts {
  readonly scenario: Scenario;
  readonly runId: string;
  readonly clock: Clock;
  readonly catalog: FunctionCatalog;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly versions: Readonly<Record<string, string>>;
  readonly sinks: readonly Sink[];
  readonly observer: RunObserver;
  readonly connect: (context: AdapterContext, signal: AbortSignal) => Promise<Provider>;
  readonly createSchedule: (arrivals: ArrivalSpec, seed: number) => Schedule;
  readonly createEngine: (listener: EngineListener) => LoadEngine;
}
