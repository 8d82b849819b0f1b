/** What the InfluxDB sink really writes, read from its own lines. */
import { bucketFields } from '../../harness/sinks/series/latency-buckets.ts';
import { createRunLines } from '../../harness/sinks/influx/run-lines.ts';
import { toSyntheticBatches } from './synthetic-run.ts';
import { createCompleteRun, rates, summarizeForSink } from './complete-run.ts';

export interface WrittenMeasurement {
  readonly tags: ReadonlySet<string>;
  readonly fields: ReadonlySet<string>;
}

export function readWrittenSchema(): ReadonlyMap<string, WrittenMeasurement> {
  const schema = new Map<string, { tags: Set<string>; fields: Set<string> }>();
  for (const line of writeRun()) {
    // No name and no value of the synthetic run holds a space, except those of string fields.
    const [series = '', fields = ''] = line.replaceAll(/"(?:\\.|[^"\\])*"/g, '""').split(' ');
    const [measurement = '', ...tags] = series.split(',');
    let known = schema.get(measurement);
    if (known === undefined) schema.set(measurement, (known = { tags: new Set(), fields: new Set() }));
    for (const tag of tags) known.tags.add(nameOf(tag));
    for (const field of fields.split(',')) known.fields.add(nameOf(field));
  }
  // The buckets that no invocation fell into are not written.
  for (const field of bucketFields) schema.get('faas_window')?.fields.add(field);
  return schema;
}

function writeRun(): string[] {
  const run = createCompleteRun({ seconds: 8 });
  const lines = createRunLines(run.manifest, { rates, invocationShare: 1 });
  lines.instances(run.instances);
  lines.summary(summarizeForSink(run));
  return [
    ...lines.begin(),
    ...toSyntheticBatches(run).flatMap((batch) => lines.write(batch)),
    ...run.events.flatMap((event) => lines.event(event)),
    ...run.generator.flatMap((sample) => lines.generator(sample)),
    ...lines.end(run.end),
  ];
}

function nameOf(pair: string): string {
  return pair.slice(0, pair.indexOf('='));
}
