/** What each experiment concludes. */
import type { JSX } from 'preact';
import type { FindingView } from '../../view-model/finding-view.ts';
import { LineChart } from '../charts/line-chart.tsx';
import { DataTable } from '../data-table.tsx';
import { Section } from './section.tsx';

export function Findings({ findings }: { readonly findings: readonly FindingView[] }): JSX.Element | null {
  if (findings.length === 0) return null;
  return (
    <Section id="findings" heading="Findings">
      {findings.map((finding) => (
        <FindingPart key={finding.experiment} finding={finding} />
      ))}
    </Section>
  );
}

function FindingPart({ finding }: { readonly finding: FindingView }): JSX.Element {
  const { experiment, kind, question, isAnswered, sentence, shortage, figures, tables, charts, notes } =
    finding;
  const rest = tables.length + notes.length + (figures === null ? 0 : 1);
  return (
    <article class="finding">
      <h3>
        {question} <small>{experiment === kind ? experiment : `${experiment} · ${kind}`}</small>
      </h3>
      <p class="conclusion">
        {!isAnswered && <span class="tag">inconclusive</span>} {sentence} {shortage}
      </p>
      {charts.length > 0 && (
        <div class="panels">
          {charts.map((chart) => (
            <LineChart key={chart.title} chart={chart} />
          ))}
        </div>
      )}
      {rest > 0 && (
        <details>
          <summary>What it rests on</summary>
          {figures !== null && <DataTable table={figures} />}
          {tables.map((table) => (
            <DataTable key={table.title} table={table} />
          ))}
          {notes.map((note) => (
            <p class="note" key={note}>
              {note}
            </p>
          ))}
        </details>
      )}
    </article>
  );
}
