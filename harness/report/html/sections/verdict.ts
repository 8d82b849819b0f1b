/** The first thing to read: how the run ended, cold against warm in one sentence, and whether to believe it. */
import type { RunSummary } from '../../../contract/summary.ts';
import { formatCount, formatDigits, formatDuration } from '../../format.ts';
import { findPairs } from '../estimate.ts';
import { type Markup, bindUnits, markup } from '../markup.ts';
import { pluralize } from './section.ts';

export function renderVerdict(summary: RunSummary): Markup {
  return markup`<header>
<p class="eyebrow">faasmark report · ${summary.provider.id} · ${summary.startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}</p>
<h1>${summary.scenario}</h1>
${renderLimited(summary)}<p class="verdict ${summary.outcome}">${describeVerdict(summary)}</p>
</header>
`;
}

/** One sentence. */
function describeVerdict(summary: RunSummary): string {
  const limited = summary.generator.verdict === 'generator-limited' ? ', but generator-limited' : '';
  return bindUnits(`${describeOutcome(summary)}${limited}: ${describeColdAgainstWarm(summary)}.`);
}

function describeOutcome({ outcome, reason, generator, durationMs }: RunSummary): string {
  const because = reason === null ? '' : ` (${reason})`;
  const sent = pluralize(generator.sent, formatCount(generator.sent), 'measured invocation');
  switch (outcome) {
    case 'completed':
      return 'Completed';
    case 'aborted':
      return `Aborted${because} after ${formatDuration(durationMs)} and ${sent}`;
    case 'failed':
      return `Failed${because} after ${formatDuration(durationMs)} and ${sent}`;
  }
}

function describeColdAgainstWarm({ starts }: RunSummary): string {
  const pairs = findPairs(starts).toSorted((one, other) => one.cold.value - other.cold.value);
  const [first, last] = [pairs.at(0), pairs.at(-1)];
  if (first === undefined || last === undefined) return describeWithoutPair(starts.length > 0);
  const from = formatDuration(first.cold.value);
  if (first === last) return `a median cold start of ${first.function} takes ${from}, ${compare(first)}`;
  const to = formatDuration(last.cold.value);
  return `a median cold start takes ${from} (${first.function}, ${compare(first)}) to ${to} (${last.function}, ${compare(last)})`;
}

function describeWithoutPair(hasStarts: boolean): string {
  return hasStarts
    ? 'no function has enough cold and warm samples to compare their medians'
    : 'nothing was measured';
}

function compare({ cold, warm }: ReturnType<typeof findPairs>[number]): string {
  const ratio = cold.value / warm.value;
  const times = Number.isFinite(ratio) ? `${formatDigits(Number(ratio.toPrecision(2)))} times ` : 'against ';
  return `${times}its warm ${formatDuration(warm.value)}`;
}

function renderLimited({ generator }: RunSummary): Markup {
  if (generator.verdict !== 'generator-limited') return markup``;
  return markup`<div class="alarm" role="note">
<p><strong>Generator-limited.</strong> The load generator could not keep its own schedule. The response times below are not
the platform’s alone: do not quote them.</p>
<ul>${generator.reasons.map((reason) => markup`<li>${reason}</li>`)}</ul>
</div>
`;
}
