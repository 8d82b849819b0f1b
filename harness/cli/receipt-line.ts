/** What a sink did with what it was offered, in a line whose sum the user can check. */
import type { SinkReceipt } from '../contract/sink.ts';

export function toReceiptLine({
  sink,
  unit,
  offered,
  acknowledged,
  rejected,
  spooled,
  note,
}: SinkReceipt): string {
  const parts = `${acknowledged} acknowledged + ${rejected} rejected + ${spooled} spooled`;
  return `${sink}: ${offered} ${unit} offered = ${parts}${note === undefined ? '' : `\n  ${note}`}`;
}
