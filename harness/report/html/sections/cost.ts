/** What the run would have cost, and when a machine that is always on becomes cheaper. */
import type { CostSummary, FunctionCost, ItemCharge } from '../../../contract/summary.ts';
import {
  formatCount,
  formatDigits,
  formatDuration,
  formatPercent,
  formatUsd,
  unknownValue,
} from '../../format.ts';
import { renderEstimate } from '../estimate.ts';
import { type Content, type Markup, markup } from '../../markup.ts';
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
    renderShares(cost.functions),
    renderAssumptions(cost),
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
    markup`${formatDuration(one.billedDurationMs)} ${one.charges.filter((charge) => charge.quantity !== 'invocations').map(renderAmount)}`,
    markup`<b>${formatUsd(one.totalUsd)}</b> <small>compute ${formatUsd(one.computeUsd)}</small> <small>requests ${formatUsd(one.requestsUsd)}</small>`,
    markup`${formatPercent(one.coldStartShare)} <small>of compute</small>`,
    renderEstimate(one.costPerMillionUsd, formatUsd),
  ];
}

function renderAmount({ amount, unit }: ItemCharge): Markup {
  return markup` <small>${formatDigits(amount)} ${unit}</small>`;
}

/** Which part of the cost came from where. They overlap. */
function renderShares(functions: readonly FunctionCost[]): Markup {
  return renderTable(
    'Shares of the cost of all invocations',
    [
      text('Function'),
      number('Cold starts'),
      number('Failures'),
      number('Retries'),
      number('Dearest 1 %'),
      number('Dearest 5 %'),
    ],
    functions.map(({ function: name, shares }) => [
      name,
      formatPercent(shares.coldStarts),
      formatPercent(shares.failures),
      formatPercent(shares.retries),
      formatShare(shares.slowest1Percent),
      formatShare(shares.slowest5Percent),
    ]),
  );
}

function formatShare(share: number | null): string {
  return share === null ? unknownValue : formatPercent(share);
}

function renderAssumptions({ assumptions }: CostSummary): Markup {
  return assumptions.length === 0 ? markup`` : renderNote(`It rests on: ${assumptions.join('; ')}.`);
}

function renderInvocations({ invocations, successful }: FunctionCost): Markup {
  if (invocations === successful) return markup`${formatCount(invocations)}`;
  return markup`${formatCount(invocations)} <small>${formatCount(successful)} successful</small>`;
}
