/** What the platform did over time under each load and burst, and a row for each measured phase. */
import type { JSX } from 'preact';
import type { RunView } from '../../view-model/run-view.ts';
import { LineChart } from '../charts/line-chart.tsx';
import { TimelineChart } from '../charts/timeline-chart.tsx';
import { DataTable } from '../data-table.tsx';
import { Section } from './section.tsx';

export function OverTime({ view }: { readonly view: RunView }): JSX.Element | null {
  const { timelines, growths, scaleOuts, loads } = view;
  if (timelines.length + growths.length === 0) return null;
  return (
    <Section id="time" heading="Over time">
      {timelines.map((timeline) => (
        <TimelineChart key={timeline.title} timeline={timeline} />
      ))}
      <DataTable table={loads} />
      {growths.length > 0 && <h3>After a burst</h3>}
      <div class="panels">
        {growths.map((chart) => (
          <LineChart key={chart.title} chart={chart} />
        ))}
      </div>
      <DataTable table={scaleOuts} />
    </Section>
  );
}
