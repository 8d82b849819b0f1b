/** Prints the result of a run: for people, or as JSON for programs; and on the page of a job on GitHub, where it is one. */
import { appendFileSync } from 'node:fs';
import { messageOf } from '../contract/errors.ts';
import type { RunSummary } from '../contract/summary.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { renderTerminal } from '../report/terminal.ts';
import { toJson } from '../sinks/run-directory/write-run-file.ts';
import { toScreen } from './to-screen.ts';

export function printSummary(summary: RunSummary, format: { readonly json: boolean }): void {
  appendToStepSummary(summary);
  if (format.json) {
    process.stdout.write(toJson(summary));
    return;
  }
  process.stdout.write(`\n${renderTerminal(summary, toScreen())}\n`);
}

/** @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary */
function appendToStepSummary(summary: RunSummary): void {
  const path = process.env['GITHUB_STEP_SUMMARY'];
  if (path === undefined || path === '') return;
  try {
    appendFileSync(path, `${renderMarkdown(summary)}\n`);
  } catch (error) {
    // The result stands; only one of the places that show it is missing.
    process.stderr.write(`! GITHUB_STEP_SUMMARY: cannot write ${path}: ${messageOf(error)}\n`);
  }
}
