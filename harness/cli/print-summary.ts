/** Prints the result of a run: for people, or as JSON for programs. */
import type { RunSummary } from '../contract/summary.ts';
import { renderTerminal } from '../report/terminal.ts';
import { toJson } from '../sinks/run-directory/run-directory-sink.ts';

const defaultWidth = 100;

export function printSummary(summary: RunSummary, format: { readonly json: boolean }): void {
  if (format.json) {
    process.stdout.write(toJson(summary));
    return;
  }
  const width = Math.min(process.stdout.columns ?? defaultWidth, 120);
  const color = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  process.stdout.write(`\n${renderTerminal(summary, { width, color })}\n`);
}
