/** Which functions are simulated: one by flags, those of a file, of a measured run, or of a trace. */
import { parseArrivals } from '../../scenario/parse-arrivals.ts';
import { demandWhole } from '../demand-number.ts';
import { readFunctionList } from './from-list.ts';
import { readMeasuredSources } from './from-run.ts';
import { readTracedSources } from './from-trace.ts';
import { defaultInit, defaultMemoryMiB, type LoadArguments, type LoadDefaults } from './load-options.ts';
import { parseLaw } from './parse-law.ts';
import { parseMinutes } from './parse-minutes.ts';
import type { SimulatedSource, SourceDefaults } from './source.ts';

/** @throws FaasmarkError `USAGE`, and what the file that is named may have. */
export async function readSources(
  options: LoadArguments,
  standard: LoadDefaults,
): Promise<readonly SimulatedSource[]> {
  const given = parseGiven(options);
  const defaults = { ...parseDefaults(standard), ...given };
  if (options.from !== undefined) return await readMeasuredSources(options.from, given);
  if (options.functions !== undefined) return await readFunctionList(options.functions, defaults);
  if (options.trace === undefined) return [{ name: 'function', ...defaults }];
  const { trace, traceDurations, traceMemory, sample, seed } = options;
  demandWhole('--sample', sample ?? 1, 1, 1_000_000);
  return await readTracedSources(
    { invocations: trace, durations: traceDurations, memory: traceMemory },
    { ...parseMinutes(options.minutes), ...(sample === undefined ? {} : { functions: sample }), seed },
    defaults,
  );
}

/** What was said. Over a run it wins; a file or a trace that says something itself wins over it. */
function parseGiven({ arrivals, service, init, memory }: LoadArguments): Partial<SourceDefaults> {
  demandWhole('--memory', memory ?? 1, 1, 1_048_576);
  return {
    ...(arrivals === undefined ? {} : { arrivals: parseArrivals(arrivals, '--arrivals') }),
    ...(service === undefined ? {} : { service: parseLaw(service, '--service') }),
    ...(init === undefined ? {} : { init: parseLaw(init, '--init') }),
    ...(memory === undefined ? {} : { memoryMiB: memory }),
  };
}

function parseDefaults({ arrivals, service }: LoadDefaults): SourceDefaults {
  return {
    arrivals: parseArrivals(arrivals, '--arrivals'),
    service: parseLaw(service, '--service'),
    init: parseLaw(defaultInit, '--init'),
    memoryMiB: defaultMemoryMiB,
  };
}
