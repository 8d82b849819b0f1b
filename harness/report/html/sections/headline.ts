/** The numbers that everyone asks for first, large, and then all of them with their intervals. */
import type { StartSummary } from '../../../contract/summary.ts';
import { formatCount } from '../../format.ts';
import { renderDashNote, renderEstimate } from '../estimate.ts';
import { type Markup, markup } from '../../markup.ts';
import type { ReportInput } from '../report-input.ts';
import { number, renderTable, text } from '../table.ts';
import { renderKeyFigures } from './key-figures.ts';
import { renderNote, renderSection } from './section.ts';

export function renderHeadline({ summary }: ReportInput): Markup {
  const { starts } = summary;
  if (starts.length === 0) {
    return renderSection(
      'numbers',
      'Cold and warm',
      renderNote('No invocation of a cold-start or load phase was answered, so there is nothing to compare.'),
    );
  }
  return renderSection(
    'numbers',
    'Cold and warm',
    renderKeyFigures(summary),
    renderTable(
      'Response time, with 95 % confidence intervals',
      [
        text('Function'),
        text('Start'),
        number('n'),
        number('p50'),
        number('p95'),
        number('p99'),
        number('Service time p50'),
        number('Initialisation p50'),
      ],
      starts.map(toRow),
    ),
    renderDashNote(starts.flatMap((one) => [one.responseTimeMs, one.initDurationMs])),
    renderNote(
      'Response time counts from the moment the schedule wanted the invocation to start, service time from the moment it was ',
      'sent. Cold and warm rest on what the function’s probe and the provider reported, never on latency.',
    ),
  );
}

function toRow(one: StartSummary): Markup[] {
  const { responseTimeMs: response, initDurationMs: init } = one;
  return [
    renderFunction(one),
    markup`<span class="key ${one.start}">${one.start}</span>`,
    markup`${formatCount(response.n)}`,
    renderEstimate(response.p50),
    renderEstimate(response.p95),
    renderEstimate(response.p99),
    renderEstimate(one.serviceTimeMs.p50),
    init === null
      ? markup`<span class="blank">${one.start === 'cold' ? 'not reported' : ''}</span>`
      : renderEstimate(init.p50),
  ];
}

function renderFunction({ function: name, runtime, memoryMiB }: StartSummary): Markup {
  const memory = memoryMiB > 0 ? `, ${formatCount(memoryMiB)} MiB` : '';
  return markup`${name} <small>${runtime}${memory}</small>`;
}
