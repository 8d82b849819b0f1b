/** The reference platform: started for the run, or joined where it already runs. */
export interface ReferenceConfig {
  readonly id: 'reference';
  /** A platform that already runs; default: one is started and ended with the run. */
  readonly endpoint?: string | undefined;
  /** Real platform whose policies it runs by, for a platform that is started. Default: `lambda`. */
  readonly profile?: string | undefined;
  /** What is changed of that profile. Default: nothing. */
  readonly profileOptions?: Readonly<Record<string, number | string>> | undefined;
  /** How many times faster than the clock its windows and lifetimes go. Default: 1. */
  readonly timeScale?: number | undefined;
  /** Idle life of an instance, for a platform that is started. Default: the profile's. */
  readonly instanceKeepAliveMs?: number | undefined;
  /** Invocations that may run at once, for a platform that is started. Default: the profile's. */
  readonly accountConcurrency?: number | undefined;
  /** What is to go wrong. Default: nothing. */
  readonly faults?: FaultsConfig | undefined;
}

/** As the platform takes it; `platform/faults/README.md` describes it. */
export interface FaultsConfig {
  readonly seed: number;
  /** Of every function. */
  readonly faults: readonly object[];
  /** By name, for one function in addition. */
  readonly functions: Readonly<Record<string, readonly object[]>>;
}
