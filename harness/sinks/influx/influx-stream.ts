/** A run on its way into InfluxDB or VictoriaMetrics: lines made, spooled, sent and accounted for. Knows nothing of threads. */
import { FaasmarkError, messageOf } from '../../contract/errors.ts';
import type { RunManifest } from '../../contract/sink.ts';
import { fromMillis } from '../../contract/units.ts';
import type { RunStream, StreamContext } from '../run-stream.ts';
import { demandWritable, findServer } from './check-server.ts';
import type { InfluxOptions, InfluxTarget } from './influx-options.ts';
import type { LineSource } from './line-source.ts';
import { createMetricLines } from './metric-lines.ts';
import { createPump } from './pump.ts';
import { toReceipt } from './receipt.ts';
import { createRunLines } from './run-lines.ts';
import type { ServerKind } from './server-kind.ts';
import { createSpool } from './spool.ts';
import { createWriter } from './writer.ts';

type InfluxContext = Pick<StreamContext, 'runDirectory' | 'rates' | 'clock'>;

/**
 * Finds out what the server is, and whether it takes the run, before any load.
 *
 * @throws FaasmarkError `SINK_UNREACHABLE`, `SINK_REFUSED`, `DISK_FULL`, `DIRECTORY_UNWRITABLE`.
 */
export async function openInfluxStream(
  options: InfluxOptions,
  manifest: RunManifest,
  context: InfluxContext,
): Promise<RunStream> {
  const kind = await findServer(options);
  const { rates } = context;
  const { invocationShare, target } = options;
  const isVictoria = kind.product === 'victoriametrics';
  const createLines = (): LineSource =>
    isVictoria ? createMetricLines(manifest, rates) : createRunLines(manifest, { rates, invocationShare });
  if (isVictoria && invocationShare > 0) throw noSingleInvocations(options);
  const chosen = isVictoria ? { ...options, target: toDatabase(target) } : options;
  await demandWritable(chosen, kind, createLines().begin());
  return createInfluxStream(createLines(), chosen, context, kind.product);
}

function noSingleInvocations({ url }: InfluxOptions): FaasmarkError {
  const message = `the VictoriaMetrics at ${url} keeps numbers by the second, and no single invocations`;
  return new FaasmarkError('SINK_REFUSED', message, {
    hint: 'Leave invocations= out; --sink csv or parquet writes them to a file.',
  });
}

/** VictoriaMetrics keeps the name of the database, as the label `db`, on one of its two paths only. */
function toDatabase(target: InfluxTarget): InfluxTarget {
  return target.kind === 'database' ? target : { kind: 'database', database: target.bucket };
}

/** A record waits a tenth of a second before it is handed over; a window is complete some time after its second. */
const settleNanos = fromMillis(500);

/** @throws FaasmarkError `DISK_FULL`, `DIRECTORY_UNWRITABLE`. */
export function createInfluxStream(
  lines: LineSource,
  options: InfluxOptions,
  { runDirectory, clock }: Pick<InfluxContext, 'runDirectory' | 'clock'>,
  product: ServerKind['product'] = 'influxdb',
): RunStream {
  const spool = createSpool(runDirectory);
  const pump = createPump({
    spool,
    createWriter: () => createWriter(options, clock),
    clock,
    times: options.delivery,
  });
  let failure: string | undefined;
  let lost = 0;

  const append = (made: readonly string[]): void => {
    if (made.length === 0) return;
    try {
      spool.append(made);
    } catch (error) {
      // The run goes on: a full disk ends it through its own directory, not through this.
      failure ??= messageOf(error);
      lost += made.length;
    }
    pump.wake();
  };

  append(lines.begin());
  return {
    phases: (added) => lines.phases(added),
    write: (batch) => append(lines.write(batch)),
    event: (event) => append(lines.event(event)),
    generator: (sample) => append(lines.generator(sample)),
    instances: (records) => lines.instances(records),
    summary: (summary) => lines.summary(summary),
    advance: (now) => append(lines.take(now - settleNanos)),
    async close(end) {
      append(lines.end(end));
      const counts = await pump.drain();
      const receipt = toReceipt({
        product,
        directory: runDirectory,
        rejectedPath: spool.rejectedPath,
        options,
        counts,
        offered: spool.offered,
        lost,
        failure,
      });
      spool.close({ keeps: receipt.spooled > 0 });
      return receipt;
    },
  };
}
