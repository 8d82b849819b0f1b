/** The account of every sink, at the end of a run and of a replay. */
import type { SinkReceipt } from '../contract/sink.ts';

/** Beside the result where that is for a program. */
export function showReceipts(receipts: readonly SinkReceipt[], { json }: { readonly json: boolean }): void {
  const output = json ? process.stderr : process.stdout;
  for (const receipt of receipts) output.write(`${toReceiptLine(receipt)}\n`);
}

/** What a sink did with what it was offered, in a line whose sum the user can check. */
function toReceiptLine(receipt: SinkReceipt): string {
  const { sink, unit, offered, acknowledged, rejected, spooled, skipped = 0, note } = receipt;
  const sum = `${acknowledged} acknowledged + ${rejected} rejected + ${spooled} spooled`;
  const lines = [`${sink}: ${offered} ${unit} offered = ${sum}`];
  if (note !== undefined) lines.push(note);
  if (skipped > 0) {
    lines.push(
      `${skipped} invocations came faster than it could take them; "faasmark replay" writes them all`,
    );
  }
  return lines.join('\n  ');
}
