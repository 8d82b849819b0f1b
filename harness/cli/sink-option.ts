/** `--sink` and `--influx`: where a run is streamed to, of those commands that have it. */
import type { Argv } from 'yargs';
import { type SinkTarget, parseSinkTargets } from '../contract/sink-target.ts';

export interface SinkArguments {
  readonly sink: string | undefined;
  readonly influx: string | undefined;
}

export function addSinkOptions<Arguments>(yargs: Argv<Arguments>): Argv<Arguments & SinkArguments> {
  return yargs
    .option('sink', {
      describe:
        'stream to jsonl, csv or parquet (=FILE, {run} becomes the name of the run), prometheus=URL (remote write), ' +
        'otlp=URL or influx=URL; several with commas between',
      type: 'string',
      requiresArg: true,
    })
    .option('influx', {
      describe:
        'stream to InfluxDB or VictoriaMetrics; http://host:8086?db=NAME (1.x, VictoriaMetrics) or ?org=O&bucket=B ' +
        '(1.8+, 2.x, 3), &invocations=all for each of them. ' +
        'Credentials come from INFLUX_TOKEN, or INFLUX_USERNAME and INFLUX_PASSWORD',
      type: 'string',
      requiresArg: true,
    });
}

/** @throws FaasmarkError `USAGE`. */
export function toSinkTargets({ sink, influx }: SinkArguments): SinkTarget[] {
  return [
    ...(sink === undefined ? [] : parseSinkTargets(sink)),
    ...(influx === undefined ? [] : [{ kind: 'influx' as const, to: influx }]),
  ];
}
