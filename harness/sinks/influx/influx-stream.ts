/** A run on its way into InfluxDB: lines made, spooled, sent and accounted for. Knows nothing of threads. */
import type { Clock } from '../../contract/clock.ts';
import { messageOf } from '../../contract/errors.ts';
import type { InvocationBatch } from '../../contract/invocation-batch.ts';
import type { RunEnd, RunManifest, Sink, SinkReceipt } from '../../contract/sink.ts';
import { type Nanos, fromMillis } from '../../contract/units.ts';
import type { InfluxOptions } from './influx-options.ts';
import { createPump } from './pump.ts';
import type { Rates } from './rates.ts';
import { toReceipt } from './receipt.ts';
import { createRunLines } from './run-lines.ts';
import { createSpool } from './spool.ts';
import { createWriter } from './writer.ts';

export interface InfluxStreamParts {
  readonly manifest: RunManifest;
  readonly options: InfluxOptions;
  /** Of the spool; made if it is not there. */
  readonly directory: string;
  readonly rates?: Rates | undefined;
  readonly clock: Clock;
}

export interface InfluxStream extends Pick<Sink, 'event' | 'generator' | 'instances' | 'summary'> {
  write(batch: InvocationBatch): void;
  /** Spools the windows that were complete at `now`, and sends them. */
  advance(now: Nanos): void;
  /** @param end - undefined for a run that was killed. */
  close(end: RunEnd | undefined): Promise<SinkReceipt>;
}

/** A record waits a tenth of a second before it is handed over; a window is complete some time after its second. */
const settleNanos = fromMillis(500);

/** @throws FaasmarkError `DISK_FULL`, `DIRECTORY_UNWRITABLE`. */
export function createInfluxStream(parts: InfluxStreamParts): InfluxStream {
  const { manifest, options, directory, clock } = parts;
  const lines = createRunLines(manifest, parts.rates);
  const spool = createSpool(directory);
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
    write: (batch) => lines.write(batch),
    event: (event) => append(lines.event(event)),
    generator: (sample) => append(lines.generator(sample)),
    instances: (records) => lines.instances(records),
    summary: (summary) => lines.summary(summary),
    advance: (now) => append(lines.take(now - settleNanos)),
    async close(end) {
      append(lines.end(end));
      const counts = await pump.drain();
      spool.close();
      return toReceipt({ directory, options, counts, offered: spool.offered, lost, failure });
    },
  };
}
