/** Opens what a sink was named for. Each is loaded only when it is used. */
import type { RunManifest } from '../contract/sink.ts';
import type { RunStream, StreamContext } from './run-stream.ts';
import { type SinkSpec, toSinkFile } from './sink-spec.ts';

/**
 * @throws FaasmarkError `SINK_UNREACHABLE`, `SINK_REFUSED`, `PACKAGE_MISSING`, `USAGE` for a file that is there already,
 *   `DISK_FULL`, `DIRECTORY_UNWRITABLE`.
 */
export async function openStream(
  spec: SinkSpec,
  manifest: RunManifest,
  context: StreamContext,
): Promise<RunStream> {
  const { replaces, runDirectory } = context;
  switch (spec.kind) {
    case 'influx': {
      const { openInfluxStream } = await import('./influx/influx-stream.ts');
      return openInfluxStream(spec.options, manifest, context);
    }
    case 'prometheus': {
      const { createPrometheusPusher } = await import('./push/prometheus.ts');
      const { openPushStream } = await import('./push/push-stream.ts');
      return openPushStream(await createPrometheusPusher(spec.options), spec.options, manifest, context);
    }
    case 'otlp': {
      const { createOtlpPusher } = await import('./push/otlp.ts');
      const { openPushStream } = await import('./push/push-stream.ts');
      return openPushStream(await createOtlpPusher(spec.options), spec.options, manifest, context);
    }
    case 'jsonl': {
      const { openJsonLinesStream } = await import('./files/json-lines-stream.ts');
      return openJsonLinesStream(toSinkFile(spec, runDirectory, manifest.runId), replaces, manifest);
    }
    case 'csv': {
      const { openCsvStream } = await import('./files/csv-stream.ts');
      return openCsvStream(toSinkFile(spec, runDirectory, manifest.runId), replaces, manifest);
    }
    case 'parquet': {
      const { openParquetStream } = await import('./files/parquet-stream.ts');
      return openParquetStream(toSinkFile(spec, runDirectory, manifest.runId), replaces, manifest);
    }
  }
}
