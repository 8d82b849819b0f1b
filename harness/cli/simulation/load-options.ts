/** Flags that say what is simulated: the same for one profile and for many. */
import type { Options } from 'yargs';
import { type MeterName, meterNames } from '../../contract/billing.ts';

export interface LoadArguments {
  readonly arrivals: string | undefined;
  readonly service: string | undefined;
  readonly init: string | undefined;
  readonly memory: number | undefined;
  readonly functions: string | undefined;
  readonly from: string | undefined;
  readonly trace: string | undefined;
  readonly traceDurations: string | undefined;
  readonly traceMemory: string | undefined;
  readonly sample: number | undefined;
  readonly minutes: string | undefined;
  readonly nodes: string | undefined;
  readonly meter: MeterName | undefined;
  readonly seed: number;
  readonly replications: number;
  readonly json: boolean;
}

/** What is simulated where nobody says otherwise. */
export interface LoadDefaults {
  readonly arrivals: string;
  readonly service: string;
  readonly replications: number;
}

export const defaultInit = 'lognormal:300ms,0.3';
export const defaultMemoryMiB = 128;

const text = { type: 'string', requiresArg: true } as const;

export function createLoadOptions(defaults: LoadDefaults): Readonly<Record<string, Options>> {
  return {
    arrivals: {
      ...text,
      describe: 'when invocations come, written as in a scenario',
      defaultDescription: defaults.arrivals,
    },
    service: {
      ...text,
      describe:
        'how long an invocation runs: 200ms, exponential:MEAN, uniform:LEAST,MOST, lognormal:MEDIAN,SIGMA',
      defaultDescription: defaults.service,
    },
    init: {
      ...text,
      describe: 'how long a new instance takes until it is ready; as --service',
      defaultDescription: defaultInit,
    },
    memory: {
      describe: 'MiB of an instance',
      type: 'number',
      requiresArg: true,
      defaultDescription: String(defaultMemoryMiB),
    },
    functions: {
      ...text,
      describe: 'YAML file with several functions: name, app, arrivals, service, init, memory of each',
      conflicts: ['from', 'trace'],
    },
    from: {
      ...text,
      describe: 'folder of a run: its functions with the durations that it measured, and its arrivals',
      conflicts: ['functions', 'trace'],
    },
    trace: {
      ...text,
      describe: 'CSV file of the Azure Functions trace: invocations by minute (2019), or single ones (2021)',
      conflicts: ['arrivals', 'functions', 'from'],
    },
    'trace-durations': { ...text, describe: 'of the trace of 2019: the durations', implies: 'trace' },
    'trace-memory': { ...text, describe: 'of the trace of 2019: the memory', implies: 'trace' },
    sample: {
      describe: 'so many functions of the trace, drawn by the seed; default: all',
      type: 'number',
      requiresArg: true,
      implies: 'trace',
    },
    minutes: { ...text, describe: 'part of the trace, as in 480-600; default: all', implies: 'trace' },
    nodes: {
      ...text,
      describe:
        'machines, the MiB of each for instances, and its cores, as in 4x8192x16; default: room without end',
    },
    meter: {
      describe: "by whose rules the cost is reckoned; default: the profile's own platform's",
      choices: meterNames,
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
