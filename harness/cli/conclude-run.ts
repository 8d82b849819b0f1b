/** What is made of the records of a run: the summary and the reports, beside them in the run directory. */
import { join } from 'node:path';
import { renderReport } from '../../dashboards/live/page.ts';
import { toRunView } from '../../dashboards/live/view-model/run-view.ts';
import { FaasmarkError } from '../contract/errors.ts';
import type { RunRecord } from '../contract/run-record.ts';
import type { RunSummary } from '../contract/summary.ts';
import { summarizeRun } from '../experiments/conclude.ts';
import { renderJUnit } from '../report/junit.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { files } from '../sinks/run-directory/layout.ts';
import { readRun } from '../sinks/run-directory/read-run.ts';
import { toJson, writeRunFile } from '../sinks/run-directory/write-run-file.ts';

export interface Conclusion {
  readonly run: RunRecord;
  readonly summary: RunSummary;
  readonly reportPath: string;
}

/** @throws FaasmarkError `RUN_UNREADABLE`, `RUN_EMPTY`, `DISK_FULL`, `DIRECTORY_UNWRITABLE`, `PAGE_NOT_BUILT`. */
export async function concludeRun(directory: string): Promise<Conclusion> {
  const run = await readRun(directory);
  if (run.invocations.length === 0) {
    throw new FaasmarkError('RUN_EMPTY', `the run in ${directory} ended before its first invocation`);
  }
  const summary = summarizeRun(run);
  await writeRunFile(directory, files.summary, toJson(summary));
  const text = renderMarkdown(summary);
  await writeRunFile(directory, files.markdown, text);
  await writeRunFile(directory, files.junit, renderJUnit(summary));
  await writeRunFile(directory, files.report, renderReport(toRunView(summary, run), text));
  return { run, summary, reportPath: join(directory, files.report) };
}
