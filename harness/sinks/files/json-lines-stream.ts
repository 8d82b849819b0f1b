/** Everything a run produces in one file, a JSON object a line, each with its `type`: for log shippers and `jq`. */
import { toInvocations } from '../../contract/invocation-batch.ts';
import type { RunManifest } from '../../contract/sink.ts';
import type { RunStream } from '../run-stream.ts';
import { openAppendFile } from './append-file.ts';
import { toFileReceipt } from './file-receipt.ts';

/** @throws FaasmarkError as `openAppendFile`. */
export function openJsonLinesStream(path: string, replaces: boolean, manifest: RunManifest): RunStream {
  const file = openAppendFile(path, replaces);
  const put = (type: string, rows: Iterable<object>): void => {
    let text = '';
    let count = 0;
    for (const row of rows) {
      text += `${JSON.stringify({ type, run: manifest.runId, ...row })}\n`;
      count++;
    }
    if (count > 0) file.append(text, count);
  };
  put('manifest', [manifest]);
  return {
    phases: (phases) => put('phase', phases),
    write: (batch) => put('invocation', toInvocations(batch)),
    event: (event) => put('event', [event]),
    generator: (sample) => put('generator', [sample]),
    instances: (records) => put('instance', records),
    summary: (summary) => put('summary', [summary]),
    advance: () => undefined,
    async close(end) {
      if (end !== undefined) put('end', [end]);
      file.close();
      return toFileReceipt('jsonl', 'lines', path, file);
    },
  };
}
