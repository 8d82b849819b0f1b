/** How the invocations ended, and why those did that did not end well. */
import { type Outcome, outcomes } from '../../../contract/invocation.ts';
import type { RunSummary } from '../../../contract/summary.ts';
import { formatCount } from '../../format.ts';
import { type Content, type Markup, markup } from '../../markup.ts';
import type { PlayedPhase, ReportInput } from '../report-input.ts';
import { number, renderPhase, renderTable, text } from '../table.ts';
import { pluralize } from '../../describe-verdict.ts';
import { renderNote, renderSection } from './section.ts';

export function renderOutcomes({ summary, run, phases }: ReportInput): Markup {
  const total = run.invocations.length;
  if (total === 0) return renderSection('outcomes', 'Outcomes', renderNote('There was no invocation.'));
  const ok = run.invocations.filter((one) => one.outcome === 'ok').length;
  const sentence =
    ok === total
      ? `${pluralize(total, 'invocation')}, warm-up and checks included; every one ended ok.`
      : `${formatCount(total - ok)} of ${pluralize(total, 'invocation')}, warm-up and checks included, did not end ok.`;
  return renderSection(
    'outcomes',
    'Outcomes',
    markup`<p>${sentence}</p>\n`,
    renderTable(
      'Invocations by phase',
      [text('Phase'), number('All'), ...outcomes.map((outcome) => number(names[outcome]))],
      phases.map(toRow),
    ),
    renderErrors(summary),
  );
}

const names: Readonly<Record<Outcome, string>> = {
  ok: 'Ok',
  failed: 'Failed',
  throttled: 'Throttled',
  timedOut: 'Timed out',
  dropped: 'Dropped',
  incorrect: 'Incorrect',
};

function toRow({ phase, invocations }: PlayedPhase): Content[] {
  const counts = new Map<Outcome, number>();
  for (const { outcome } of invocations) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [
    renderPhase(phase.id),
    formatCount(invocations.length),
    ...outcomes.map((outcome) => renderCount(counts.get(outcome) ?? 0, outcome)),
  ];
}

/** Zeros step back, so that what went wrong stands out. */
function renderCount(count: number, outcome: Outcome): Markup {
  if (count === 0) return markup`<span class="zero">0</span>`;
  return outcome === 'ok' ? markup`${formatCount(count)}` : markup`<b>${formatCount(count)}</b>`;
}

function renderErrors({ errors }: RunSummary): Markup {
  if (errors.length === 0) return markup``;
  return renderTable(
    'Errors, the most frequent first',
    [text('Error'), text('Outcome'), number('Count')],
    errors
      .toSorted((one, other) => other.count - one.count)
      .map(({ error, outcome, count }) => [
        markup`<code>${cut(error)}</code>`,
        names[outcome],
        formatCount(count),
      ]),
  );
}

/** An error may carry a whole stack or page; the records have all of it. */
function cut(error: string): string {
  return error.length > 500 ? `${error.slice(0, 500)}…` : error;
}
