/** The functions of a measured run: each with the durations that it showed, under the arrivals that it had. */
import type { DurationLaw } from '../../../platform/simulation/durations.ts';
import { FaasmarkError } from '../../contract/errors.ts';
import { groupBy } from '../../contract/group-by.ts';
import { type Invocation, serviceTime } from '../../contract/invocation.ts';
import type { RunRecord } from '../../contract/run-record.ts';
import { toMillis } from '../../contract/units.ts';
import { readRun } from '../../sinks/run-directory/read-run.ts';
import type { SimulatedSource, SourceDefaults } from './source.ts';

/**
 * @param given - what flags say, and the run then does not.
 * @throws FaasmarkError `RUN_UNREADABLE`, `RUN_EMPTY`; `USAGE` for a function that was never cold.
 */
export async function readMeasuredSources(
  directory: string,
  given: Partial<SourceDefaults>,
): Promise<SimulatedSource[]> {
  const run = await readRun(directory);
  const originMs = Math.min(...run.invocations.map(({ intendedStart }) => toMillis(intendedStart)));
  const sources = [...groupBy(run.invocations, (one) => one.function)].flatMap(([name, invocations]) =>
    toSource(run, name, invocations, originMs, given),
  );
  if (sources.length > 0) return sources;
  throw new FaasmarkError('RUN_EMPTY', `${directory} has no invocation that ended ok`);
}

function toSource(
  { manifest }: RunRecord,
  name: string,
  invocations: readonly Invocation[],
  originMs: number,
  given: Partial<SourceDefaults>,
): SimulatedSource | [] {
  const service = toMeasured(invocations.map(toHandlerMs));
  if (service === undefined) return [];
  const init = given.init ?? toMeasured(invocations.map(toStartMs));
  if (init === undefined) {
    throw new FaasmarkError('USAGE', `--from: the function ${name} was never cold in this run`, {
      hint: 'Say with --init how long an instance takes until it is ready.',
    });
  }
  const atMs = invocations.map(({ intendedStart }) => toMillis(intendedStart) - originMs);
  return {
    name,
    memoryMiB: given.memoryMiB ?? manifest.functions.find((one) => one.name === name)?.memoryMiB ?? 128,
    service: given.service ?? service,
    init,
    arrivals: given.arrivals ?? { kind: 'stamps', atMs: atMs.toSorted((a, b) => a - b) },
  };
}

/** Time in the handler; where the function does not tell, what the caller saw of a warm one. */
function toHandlerMs(one: Invocation): number | undefined {
  if (one.outcome !== 'ok') return undefined;
  if (one.handlerDurationMs !== undefined) return one.handlerDurationMs;
  const waited = serviceTime(one);
  return one.start === 'warm' && waited !== undefined ? toMillis(waited) : undefined;
}

/** What a cold start costs the caller: all but the handler, the network with it. */
function toStartMs(one: Invocation): number | undefined {
  if (one.outcome !== 'ok' || one.start !== 'cold') return undefined;
  const waited = serviceTime(one);
  if (waited === undefined || one.handlerDurationMs === undefined) return one.initDurationMs;
  return Math.max(0, toMillis(waited) - one.handlerDurationMs);
}

function toMeasured(durations: readonly (number | undefined)[]): DurationLaw | undefined {
  const known = durations.filter((ms) => ms !== undefined);
  return known.length === 0 ? undefined : { kind: 'measured', sortedMs: known.toSorted((a, b) => a - b) };
}
