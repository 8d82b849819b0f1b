/** What autocannon cannot do is refused before anything is sent: it knows callers that never pause, and nothing else. */
import { FaasmarkError } from '../../contract/errors.ts';
import type { PlayPart } from '../engine.ts';
import type { LoadOptions } from '../load-options.ts';
import type { ClosedPart } from './play.ts';

/** @throws FaasmarkError `ABILITY_MISSING`. */
export function demandSaturation(parts: readonly PlayPart[], options: LoadOptions): ClosedPart[] {
  if (options.connectionReuse === 'fresh') refuse('open a connection for every invocation');
  if (options.protocol === 'h2') refuse('speak HTTP/2');
  return parts.map(({ load, ...part }) => {
    const where = `in the phase ${part.phase}`;
    // It has a rate option, and sends the quota of each second at its beginning.
    if (load.model === 'open') return refuse(`send on a schedule (open load ${where})`);
    if (load.thinkTimeMs > 0) refuse(`let callers think (${load.thinkTimeMs} ms ${where})`);
    const isRamp = load.stages.some((stage) => stage.fromConcurrency !== stage.toConcurrency);
    if (isRamp) refuse(`change the concurrency evenly (${where})`);
    if (part.target.retry !== undefined) refuse(`retry (the function ${part.function})`);
    return { ...part, load };
  });
}

function refuse(what: string): never {
  throw new FaasmarkError('ABILITY_MISSING', `the engine autocannon cannot ${what}`, {
    hint: 'Use the engine native or k6; autocannon saturates a target with a fixed number of callers.',
  });
}
