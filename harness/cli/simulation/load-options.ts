/** Flags that say what is simulated: the same for one profile and for many. */
import type { Options } from 'yargs';

export interface LoadArguments {
  readonly arrivals: string;
  readonly service: string;
  readonly init: string;
  readonly memory: number;
  readonly nodes: string | undefined;
  readonly seed: number;
  readonly replications: number;
  readonly json: boolean;
}

interface LoadDefaults {
  readonly arrivals: string;
  readonly service: string;
  readonly replications: number;
}

export function createLoadOptions(defaults: LoadDefaults): Readonly<Record<string, Options>> {
  return {
    arrivals: {
      describe: 'when invocations come, written as in a scenario',
      type: 'string',
      default: defaults.arrivals,
      requiresArg: true,
    },
    service: {
      describe:
        'how long an invocation runs: 200ms, exponential:MEAN, uniform:LEAST,MOST, lognormal:MEDIAN,SIGMA',
      type: 'string',
      default: defaults.service,
      requiresArg: true,
    },
    init: {
      describe: 'how long a new instance takes until it is ready; as --service',
      type: 'string',
      default: 'lognormal:300ms,0.3',
      requiresArg: true,
    },
    memory: { describe: 'MiB of an instance', type: 'number', default: 128, requiresArg: true },
    nodes: {
      describe: 'machines and the MiB of each for instances, as in 4x8192; default: room without end',
      type: 'string',
      requiresArg: true,
    },
    seed: {
      describe: 'the same seed gives the same result',
      type: 'number',
      default: 1,
      requiresArg: true,
    },
    replications: {
      describe: 'independent runs; the intervals come from them',
      type: 'number',
      default: defaults.replications,
      requiresArg: true,
    },
    json: { describe: 'as JSON, with everything known', type: 'boolean', default: false },
  };
}
