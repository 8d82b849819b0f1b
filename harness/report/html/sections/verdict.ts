/** The first thing to read: how the run ended, cold against warm in one sentence, and whether to believe it. */
import type { RunSummary } from '../../../contract/summary.ts';
import { describeVerdict } from '../../describe-verdict.ts';
import { type Markup, bindUnits, markup } from '../../markup.ts';

export function renderVerdict(summary: RunSummary): Markup {
  return markup`<header>
<p class="eyebrow">faasmark report · ${summary.provider.id} · ${summary.startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}</p>
<h1>${summary.scenario}</h1>
${renderLimited(summary)}<p class="verdict ${summary.outcome}">${bindUnits(describeVerdict(summary))}</p>
</header>
`;
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
