/** Streams a run to InfluxDB while it lasts. Slow, busy or gone: the database never disturbs or fails the run. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../contract/errors.ts';
import { compiledModule } from '../../contract/package-root.ts';
import type { RunEnd, Sink, SinkReceipt } from '../../contract/sink.ts';
import { checkServer } from './check-server.ts';
import type { FromInflux, InfluxWorkerData, ToInflux } from './influx-messages.ts';
import type { InfluxOptions } from './influx-options.ts';
import type { Rates } from './rates.ts';
import { lineUnit, sinkName } from './receipt.ts';
import { createRunLines } from './run-lines.ts';

export interface InfluxContext {
  /** Where the spool is kept; made if it is not there. */
  readonly runDirectory: string;
  /** Without it, nothing that is written while the run lasts has a cost. */
  readonly rates?: Rates;
}

/**
 * `open` throws `INFLUX_UNREACHABLE` or `INFLUX_REFUSED`; after that nothing throws, and the receipt tells what became
 * of the lines. `close` waits at most `options.delivery.drainMs` for the server.
 */
export function createInfluxSink(options: InfluxOptions, context: InfluxContext): Sink {
  let worker: Worker | undefined;
  let failure: string | undefined;

  const post = (message: ToInflux): void => worker?.postMessage(message);

  return {
    async open(manifest) {
      await checkServer(options, createRunLines(manifest).begin());
      const workerData: InfluxWorkerData = {
        manifest,
        options,
        directory: context.runDirectory,
        rates: context.rates,
      };
      worker = new Worker(compiledModule(import.meta.url, './influx-worker.ts'), { workerData });
      worker.on('error', (error) => (failure = messageOf(error)));
      worker.on('exit', () => (worker = undefined));
      // A run that breaks before `close` must not hang on its database.
      worker.unref();
    },
    // A series has the phase of its invocations: nothing has to be known of it before.
    phases: () => undefined,
    // Copied, not transferred: the other sinks have the same batch.
    write: (batch) => post({ kind: 'batch', batch }),
    event: (event) => post({ kind: 'event', event }),
    generator: (sample) => post({ kind: 'generator', sample }),
    instances: (records) => post({ kind: 'instances', records }),
    summary: (summary) => post({ kind: 'summary', summary }),
    async close(end) {
      const receipt = worker === undefined ? undefined : await closeWorker(worker, end);
      return receipt ?? toEmptyReceipt(context.runDirectory, failure);
    },
  };
}

/** Undefined when the thread has ended without an account. */
async function closeWorker(worker: Worker, end: RunEnd): Promise<FromInflux | undefined> {
  worker.ref();
  const account = once(worker, 'message') as Promise<[FromInflux]>;
  const exit = once(worker, 'exit');
  worker.postMessage({ kind: 'close', end } satisfies ToInflux);
  const receipt = await Promise.race([account, exit.then(() => undefined)]).catch(() => undefined);
  await exit.catch(() => undefined);
  return receipt?.[0];
}

function toEmptyReceipt(directory: string, failure: string | undefined): SinkReceipt {
  const nothing = {
    sink: sinkName,
    unit: lineUnit,
    offered: 0,
    acknowledged: 0,
    rejected: 0,
    spooled: 0,
  };
  if (failure === undefined) return nothing;
  const note = `streaming ended early (${failure}); "faasmark replay ${directory} --influx URL" sends the run`;
  return { ...nothing, note };
}
