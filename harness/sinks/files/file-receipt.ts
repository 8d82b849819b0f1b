/** The account of a sink that writes a file. */
import type { SinkReceipt } from '../../contract/sink.ts';
import type { AppendFile } from './append-file.ts';

export function toFileReceipt(sink: string, unit: string, path: string, file: AppendFile): SinkReceipt {
  const { written, refused, failure } = file;
  return {
    sink: `${sink} ${path}`,
    unit,
    offered: written + refused,
    acknowledged: written,
    rejected: refused,
    spooled: 0,
    ...(failure === undefined ? {} : { note: failure.message }),
  };
}
