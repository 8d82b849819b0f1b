/** Where a run is streamed to, checked before anything starts: from what the user wrote to what opens the stream. */
import { join } from 'node:path';
import { FaasmarkError } from '../contract/errors.ts';
import type { SinkKind, SinkTarget } from '../contract/sink-target.ts';
import { type InfluxOptions, parseInfluxUrl } from './influx/influx-options.ts';
import { type PushOptions, parseOtlpUrl, parsePrometheusUrl } from './push/push-options.ts';
import type { Environment } from './server/credentials.ts';

/** Plain data: it is handed to the thread of the sink. It may carry a credential and is never written down or shown. */
export type SinkSpec =
  | { readonly kind: 'influx'; readonly options: InfluxOptions }
  | { readonly kind: 'prometheus' | 'otlp'; readonly options: PushOptions }
  /** `{run}` in the name of the file stands for the name of the run. Undefined: a file of the run directory. */
  | { readonly kind: 'jsonl' | 'csv' | 'parquet'; readonly file: string | undefined };

/** @throws FaasmarkError `USAGE`. */
export function toSinkSpec({ kind, to }: SinkTarget, environment: Environment): SinkSpec {
  switch (kind) {
    case 'jsonl':
    case 'csv':
    case 'parquet':
      return { kind, file: to };
    case 'influx':
      return { kind, options: parseInfluxUrl(demandAddress(kind, to), environment) };
    case 'prometheus':
      return { kind, options: parsePrometheusUrl(demandAddress(kind, to), environment) };
    case 'otlp':
      return { kind, options: parseOtlpUrl(demandAddress(kind, to)) };
  }
}

/** Where a file goes that was named so, or not at all. */
export function toSinkFile(
  spec: Extract<SinkSpec, { readonly file: string | undefined }>,
  runDirectory: string,
  runId: string,
): string {
  return (
    spec.file?.replaceAll('{run}', runId) ?? join(runDirectory, `invocations.${defaultExtension(spec.kind)}`)
  );
}

/** The run directory has an `invocations.jsonl` of its own. */
function defaultExtension(kind: 'jsonl' | 'csv' | 'parquet'): string {
  return kind === 'jsonl' ? 'stream.jsonl' : kind;
}

function demandAddress(kind: SinkKind, to: string | undefined): string {
  if (to !== undefined) return to;
  throw new FaasmarkError('USAGE', `the sink ${kind} needs an address`, { hint: `Write ${kind}=http://…` });
}
