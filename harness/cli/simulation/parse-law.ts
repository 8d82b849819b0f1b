/** Reads `--service` and `--init`: by which law durations are drawn. */
import type { DurationLaw } from '../../../platform/simulation/durations.ts';
import { FaasmarkError } from '../../contract/errors.ts';
import { parseDuration } from '../../scenario/parse-duration.ts';

/** @throws FaasmarkError `USAGE` */
export function parseLaw(text: string, flag: string): DurationLaw {
  const law = toLaw(text);
  if (law !== undefined) return law;
  throw new FaasmarkError(
    'USAGE',
    `${flag}: expected a duration or a law, such as 200ms, exponential:120ms, uniform:100ms,300ms ` +
      `or lognormal:120ms,0.5 (median, sigma), got ${JSON.stringify(text)}`,
  );
}

function toLaw(text: string): DurationLaw | undefined {
  const [, kind = 'constant', first = '', second] =
    /^(?:([a-z]+):)?([^,]*)(?:,(.*))?$/.exec(text.replaceAll(' ', '')) ?? [];
  const ms = parseDuration(first);
  if (ms === undefined) return undefined;
  if (second === undefined) return toLawOfOne(kind, ms);
  return kind === 'lognormal' ? toLognormal(ms, second) : toUniform(kind, ms, parseDuration(second));
}

function toLawOfOne(kind: string, ms: number): DurationLaw | undefined {
  if (kind === 'constant') return { kind, ms };
  return kind === 'exponential' ? { kind, meanMs: ms } : undefined;
}

/** A sigma above 5 spreads over more than twenty orders of magnitude: nobody means that. */
function toLognormal(medianMs: number, sigmaText: string): DurationLaw | undefined {
  const sigma = /^\d+(\.\d+)?$/.test(sigmaText) ? Number(sigmaText) : Number.NaN;
  return sigma <= 5 ? { kind: 'lognormal', medianMs, sigma } : undefined;
}

function toUniform(kind: string, leastMs: number, mostMs: number | undefined): DurationLaw | undefined {
  if (kind !== 'uniform' || mostMs === undefined || mostMs < leastMs) return undefined;
  return { kind, leastMs, mostMs };
}
