/** What the run would have cost, and when a machine that is always on becomes cheaper. */
import type { CostSummary, FunctionCost } from '../../../contract/summary.ts';
import { formatCount, formatDigits, formatDuration, formatPercent, formatUsd } from '../../format.ts';
import { renderEstimate } from '../estimate.ts';
import { type Content, type Markup, markup } from '../markup.ts';
import type { ReportInput } from '../report-input.ts';
import { number, renderTable, text } from '../table.ts';
import { renderAlwaysOn } from './always-on.ts';
import { renderNote, renderSection } from './section.ts';

export function renderCost({ summary: { cost } }: ReportInput): Markup {
  if (cost === null) {
    return renderSection(
      'cost',
      'Cost',
      renderNote(
        'No price: the memory size of the functions is not known, and without it no price list applies.',
      ),
    );
  }
  if (cost.functions.every((one) => one.invocations === 0)) {
    return renderSection('cost', 'Cost', renderNote('Nothing was sent, so there is nothing to price.'));
  }
  return renderSection(
    'cost',
    'Cost',
    markup`<p>Everything that was sent in this run, checks, warm-up, cold starts and failures included, would have cost
<b>${formatUsd(cost.totalUsd)}</b>.</p>\n`,
    renderFunctions(cost),
    renderNote(
      `Prices: ${cost.priceBook}, ${cost.region}, ${cost.architecture}, as of ${cost.asOf}, `,
      cost.freeTier ? 'with the free tier.' : 'without the free tier.',
    ),
    renderAlwaysOn(cost.alwaysOn),
  );
}

function renderFunctions({ functions }: CostSummary): Markup {
  return renderTable(
    'Cost of this run by function',
    [
      text('Function'),
      number('Invocations'),
      number('Billed'),
      number('Cost'),
      number('Cold-start share'),
      number('A million successful'),
    ],
    functions.map(toRow),
  );
}

function toRow(one: FunctionCost): Content[] {
  return [
    markup`${one.function} <small>${formatCount(one.memoryMiB)} MiB</small>`,
    renderInvocations(one),
    markup`${formatDuration(one.billedDurationMs)} <small>${formatDigits(one.gbSeconds)} GB-seconds</small>`,
    markup`<b>${formatUsd(one.totalUsd)}</b> <small>compute ${formatUsd(one.computeUsd)}</small> <small>requests ${formatUsd(one.requestsUsd)}</small>`,
    markup`${formatPercent(one.coldStartShare)} <small>of compute</small>`,
    renderEstimate(one.costPerMillionUsd, formatUsd),
  ];
}

function renderInvocations({ invocations, successful }: FunctionCost): Markup {
  if (invocations === successful) return markup`${formatCount(invocations)}`;
  return markup`${formatCount(invocations)} <small>${formatCount(successful)} successful</small>`;
}
