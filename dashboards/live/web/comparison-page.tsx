/** Several runs side by side. */
import type { JSX } from 'preact';
import type { ComparisonView } from '../view-model/comparison-view.ts';
import { IntervalPlot } from './charts/interval-plot.tsx';
import { LineChart } from './charts/line-chart.tsx';
import { DataTable } from './data-table.tsx';
import { Section } from './sections/section.tsx';

export function ComparisonPage({ view }: { readonly view: ComparisonView }): JSX.Element {
  const { title, verdict, runs, limits, intervals, multiples, tables } = view;
  const limited = runs.filter((run) => run.isLimited).map((run) => run.name);
  return (
    <main>
      <header>
        <p class="eyebrow">faasmark · {runs.map((run) => run.runId).join(', ')}</p>
        <h1>{title}</h1>
        <p class="verdict">{verdict}</p>
        {limited.length > 0 && (
          <div class="alarm" role="note">
            <p>
              <strong>Generator-limited:</strong> {limited.join(', ')}. What it says of response times there
              is not the platform’s alone.
            </p>
          </div>
        )}
      </header>
      {intervals.length > 0 && (
        <Section id="intervals" heading="Response time with 95 % intervals">
          <div class="panels">
            {intervals.map((group) => (
              <IntervalPlot key={group.title} group={group} limits={limits} />
            ))}
          </div>
          <p class="note">
            One logarithmic axis for all. Where the bars of two runs do not overlap, they differ.
          </p>
        </Section>
      )}
      {multiples.map(({ title: name, charts }) => (
        <Section key={name} id={name.replaceAll(/\W+/g, '-')} heading={name}>
          <div class="panels">
            {charts.map((chart) => (
              <LineChart key={chart.title} chart={chart} height={200} />
            ))}
          </div>
        </Section>
      ))}
      <Section id="tables" heading="All numbers">
        {tables.map((table) => (
          <DataTable key={table.title} table={table} />
        ))}
      </Section>
    </main>
  );
}
