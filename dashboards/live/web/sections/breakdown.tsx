/** Where the time of a cold start goes, as bars that add up. */
import type { JSX } from 'preact';
import { formatDuration } from '../../../../harness/report/format.ts';
import type { Breakdown } from '../../view-model/breakdown.ts';
import type { RunView } from '../../view-model/run-view.ts';
import { toCsv } from '../charts/csv.ts';
import { Figure } from '../charts/figure.tsx';
import { DataTable } from '../data-table.tsx';
import { Section } from './section.tsx';

export function BreakdownBars({
  breakdown: { bars, table },
}: Pick<RunView, 'breakdown'>): JSX.Element | null {
  if (bars.length === 0) return null;
  const longest = Math.max(...bars.map(totalOf));
  const parts = (bars[0]?.parts ?? []).map((part) => part.label);
  return (
    <Section id="breakdown" heading="Where a cold start goes">
      <Figure
        title="Mean response time by part"
        description={bars.map(describe).join('; ')}
        toCsv={() => toCsv([['function', 'start', 'part', 'mean (ms)'], ...bars.flatMap(toRows)])}
      >
        {() => (
          <>
            <p class="readout">
              {parts.map((label) => (
                <span key={label} class="entry">
                  <i class={`key part-${toClass(label)}`} />
                  {label}
                </span>
              ))}
            </p>
            <div class="bars" role="img" aria-label={bars.map(describe).join('; ')}>
              {bars.map((bar) => (
                <Bar key={`${bar.function} ${bar.start}`} bar={bar} longest={longest} />
              ))}
            </div>
          </>
        )}
      </Figure>
      <DataTable table={table} />
      <p class="note">
        Means, because only means of parts add up. Platform is what is left of the service time: network,
        queue, routing, and placing a new instance; and initialisation, where nobody reports it.
      </p>
    </Section>
  );
}

function Bar({ bar, longest }: { readonly bar: Breakdown; readonly longest: number }): JSX.Element {
  const total = totalOf(bar);
  return (
    <div class="bar">
      <span class="name">
        {bar.function} <b class={bar.start}>{bar.start}</b>
      </span>
      <span class="track">
        {bar.parts.map(({ label, meanMs }) => (
          <i
            key={label}
            class={`part-${toClass(label)}`}
            style={{ width: `${(meanMs / longest) * 100}%` }}
            title={`${label} ${formatDuration(meanMs)}`}
          />
        ))}
        <span class="total">{formatDuration(total)}</span>
      </span>
    </div>
  );
}

function totalOf({ parts }: Breakdown): number {
  return parts.reduce((sum, one) => sum + one.meanMs, 0);
}

function describe(bar: Breakdown): string {
  const parts = bar.parts.map(({ label, meanMs }) => `${label} ${formatDuration(meanMs)}`);
  return `${bar.function} ${bar.start}, ${formatDuration(totalOf(bar))}: ${parts.join(', ')}`;
}

function toRows({ function: name, start, parts }: Breakdown): (string | number)[][] {
  return parts.map(({ label, meanMs }) => [name, start, label, meanMs]);
}

function toClass(label: string): string {
  return label.replaceAll(' ', '-');
}
