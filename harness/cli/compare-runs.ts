/** Several runs side by side: on the screen, as a page and as Markdown. */
import { writeFile } from 'node:fs/promises';
import { renderReport } from '../../dashboards/live/page.ts';
import { toComparisonView } from '../../dashboards/live/view-model/comparison-view.ts';
import { FaasmarkError, messageOf } from '../contract/errors.ts';
import { toComparedRuns } from '../report/comparison/compared-run.ts';
import { renderComparison, renderComparisonMarkdown } from '../report/comparison.ts';
import { toJson } from '../sinks/run-directory/write-run-file.ts';
import { concludeRun } from './conclude-run.ts';
import { toScreen } from './to-screen.ts';

/**
 * @param directories - at least two; the others are measured against the first.
 * @param output - path of the files without `.html` and `.md`.
 * @throws FaasmarkError `RUN_UNREADABLE`, `RUN_EMPTY`, `DIRECTORY_UNWRITABLE`.
 */
export async function compareRuns(
  directories: readonly string[],
  output: string,
  { json }: { readonly json: boolean },
): Promise<void> {
  const concluded = [];
  for (const directory of directories) concluded.push(await concludeRun(directory));
  if (json) {
    process.stdout.write(toJson(concluded.map(({ summary }) => summary)));
    return;
  }
  const compared = toComparedRuns(concluded.map(({ summary, run: { manifest } }) => ({ summary, manifest })));
  const text = renderComparisonMarkdown(compared);
  await write(`${output}.md`, text);
  await write(`${output}.html`, renderReport(toComparisonView(concluded), text));
  process.stdout.write(`\n${renderComparison(compared, toScreen())}\nReport: ${output}.html\n`);
}

async function write(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: unknown) => {
    throw new FaasmarkError('DIRECTORY_UNWRITABLE', `--output: cannot write ${path}: ${messageOf(error)}`, {
      hint: 'Name a file in a folder that you may write to.',
      cause: error,
    });
  });
}
