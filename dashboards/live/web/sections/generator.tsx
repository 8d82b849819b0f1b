/** Whether the instrument itself was good enough for what it measured. */
import type { JSX } from 'preact';
import type { RunView } from '../../view-model/run-view.ts';
import { LineChart } from '../charts/line-chart.tsx';
import { DataTable } from '../data-table.tsx';
import { Section } from './section.tsx';

export function Generator({ generator }: Pick<RunView, 'generator'>): JSX.Element {
  const { sentence, charts, table } = generator;
  return (
    <Section id="generator" heading="Health of the generator">
      <p>{sentence}</p>
      <div class="panels">
        {charts.map((chart) => (
          <LineChart key={chart.title} chart={chart} height={170} />
        ))}
      </div>
      <DataTable table={table} />
      <p class="note">
        The limit is the larger of what the scenario tolerates (1 ms, unless it says otherwise) and 5 % of the
        phase’s median service time. What is later than that has marked the response times of the phase.
      </p>
    </Section>
  );
}
