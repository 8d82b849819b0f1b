/** A table of all invocations as comma-separated values (RFC 4180), for a spreadsheet or a notebook. */
import { toInvocations } from '../../contract/invocation-batch.ts';
import type { RunManifest } from '../../contract/sink.ts';
import { type RunStream, invocationsOnly } from '../run-stream.ts';
import { openAppendFile } from './append-file.ts';
import { toFileReceipt } from './file-receipt.ts';
import { type Cell, createInvocationColumns } from './invocation-columns.ts';

/** @throws FaasmarkError as `openAppendFile`. */
export function openCsvStream(path: string, replaces: boolean, manifest: RunManifest): RunStream {
  const columns = createInvocationColumns(manifest);
  const file = openAppendFile(path, replaces);
  file.append(toLine(columns.map(({ name }) => name)), 0);
  return {
    ...invocationsOnly,
    write(batch) {
      let text = '';
      for (const one of toInvocations(batch)) text += toLine(columns.map(({ valueOf }) => valueOf(one)));
      file.append(text, batch.length);
    },
    async close() {
      file.close();
      return toFileReceipt('csv', 'invocations', path, file);
    },
  };
}

function toLine(cells: readonly Cell[]): string {
  return `${cells.map(toField).join(',')}\r\n`;
}

function toField(cell: Cell): string {
  const text = cell === undefined ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
