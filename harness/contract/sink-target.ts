/** Where a run is to be streamed to besides its own directory, as users write it. */
import { FaasmarkError } from './errors.ts';

/** `jsonl`, `csv` and `parquet` are files; the others are servers. */
export const sinkKinds = ['influx', 'jsonl', 'csv', 'parquet', 'prometheus', 'otlp'] as const;
export type SinkKind = (typeof sinkKinds)[number];

export interface SinkTarget {
  readonly kind: SinkKind;
  /** An address or a file. Undefined: the default of a kind that has one. */
  readonly to: string | undefined;
}

/** `KIND` or `KIND=TARGET`: one sink. */
export const sinkTargetPattern: RegExp = new RegExp(`^(${sinkKinds.join('|')})(?:=(.+))?$`);

/** @param text - matches {@link sinkTargetPattern}. */
export function toSinkTarget(text: string): SinkTarget {
  const [, kind, to] = sinkTargetPattern.exec(text) ?? [];
  return { kind: kind as SinkKind, to };
}

/**
 * Several sinks with commas between. A comma inside an address or a file name does not begin another.
 *
 * @throws FaasmarkError `USAGE`.
 */
export function parseSinkTargets(text: string): SinkTarget[] {
  const parts = text.split(new RegExp(`,(?=(?:${sinkKinds.join('|')})(?:=|,|$))`));
  for (const part of parts) {
    if (sinkTargetPattern.test(part)) continue;
    throw new FaasmarkError('USAGE', `"${part}" is not a sink`, {
      hint: `Write KIND or KIND=TARGET, with one of the kinds ${sinkKinds.join(', ')}.`,
    });
  }
  return parts.map(toSinkTarget);
}
