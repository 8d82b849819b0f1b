/** Cold against warm as whole distributions: a panel a function, all on the same axis. */
import type { JSX } from 'preact';
import type { Chart } from '../../view-model/chart.ts';
import { LineChart } from '../charts/line-chart.tsx';
import { Section } from './section.tsx';

export function Distributions({ charts }: { readonly charts: readonly Chart[] }): JSX.Element | null {
  if (charts.length === 0) return null;
  return (
    <Section id="distributions" heading="Response time, cold against warm">
      <div class="panels">
        {charts.map((chart) => (
          <LineChart key={chart.title} chart={chart} height={charts.length === 1 ? 280 : 240} />
        ))}
      </div>
      <p class="note">
        Each curve rises from the fastest to the slowest invocation; the dot is the median. Every invocation
        that was sent counts, whatever came of it.
      </p>
    </Section>
  );
}
