/** Whether the instrument itself was good enough for what it measured. */
import type { GeneratorSummary } from '../../../contract/summary.ts';
import { formatCount, formatDuration, formatPercent, unknownValue } from '../../format.ts';
import { renderEstimate, formatOrDash } from '../estimate.ts';
import { type Content, type Markup, markup } from '../../markup.ts';
import type { ReportInput } from '../report-input.ts';
import { number, renderPhase, renderTable, text } from '../table.ts';
import { pluralize } from '../../describe-verdict.ts';
import { renderNote, renderSection } from './section.ts';

export function renderGenerator({ summary: { generator } }: ReportInput): Markup {
  return renderSection(
    'generator',
    'Generator',
    markup`<p>${describe(generator)}</p>\n`,
    generator.phases.length === 0 ? undefined : renderPhases(generator),
  );
}

function renderPhases({ phases }: GeneratorSummary): Content {
  return [
    renderTable(
      'Send delay: how late the generator itself was',
      [
        text('Phase'),
        number('Sent'),
        number('p50'),
        number('p99'),
        number('Worst'),
        number('Limit of p99'),
        text('Verdict'),
      ],
      phases.map(toRow),
    ),
    renderNote(
      'The limit is the larger of what the scenario tolerates (1 ms, unless it says otherwise) and 5 % of the phase’s median service time. What is later than that has marked the ',
      'response times of the phase.',
    ),
  ];
}

function describe({ verdict, scheduled, sent, dropped, sendDelayMs }: GeneratorSummary): Content {
  if (scheduled === 0) return 'Nothing was scheduled.';
  const worst =
    sendDelayMs.max === null ? '' : `, the latest ${formatDuration(sendDelayMs.max)} behind its schedule`;
  const count = `It sent ${formatCount(sent)} of ${pluralize(scheduled, 'scheduled invocation')}${worst}.`;
  const lost = dropped === 0 ? '' : ` ${formatCount(dropped)} were dropped: never sent, for want of room.`;
  switch (verdict) {
    case 'ok':
      return markup`<b>Kept its schedule.</b> ${count}${lost}`;
    case 'unknown':
      return markup`<b>Lateness unknown.</b> This engine does not tell how late it was. ${count}${lost}`;
    case 'generator-limited':
      return markup`<b class="bad">Generator-limited.</b> ${count}${lost}`;
  }
}

function toRow({ phase, limited, sendDelayMs, limitMs }: GeneratorSummary['phases'][number]): Content[] {
  const { n, p50, p99, max } = sendDelayMs;
  // A sample too small for a p99 has kept the limit when all of it has.
  const isKept = p99 !== null || (max !== null && max <= limitMs);
  return [
    renderPhase(phase),
    formatCount(n),
    formatOrDash(p50?.value),
    renderEstimate(p99),
    formatOrDash(max),
    formatDuration(limitMs),
    limited
      ? markup`<b class="bad">limited</b>`
      : markup`<span class="good">${isKept ? 'kept' : unknownValue}</span>${renderShare(p99?.value, limitMs)}`,
  ];
}

function renderShare(p99: number | undefined, limitMs: number): Markup | undefined {
  if (p99 === undefined || limitMs <= 0) return undefined;
  return markup` <small>p99 at ${formatPercent(p99 / limitMs)} of it</small>`;
}
