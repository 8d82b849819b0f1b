/** What the run would have cost, and when a machine that is always on becomes cheaper. */
import type { JSX } from 'preact';
import type { CostView } from '../../view-model/cost-view.ts';
import { LineChart } from '../charts/line-chart.tsx';
import { DataTable } from '../data-table.tsx';
import { Section } from './section.tsx';

export function Cost({ cost }: { readonly cost: CostView | null }): JSX.Element {
  if (cost === null) {
    return (
      <Section id="cost" heading="Cost">
        <p class="note">
          No price: nothing was sent, or the memory size of the functions is not known, without which no price
          list applies.
        </p>
      </Section>
    );
  }
  const { total, prices, assumptions, tables, breakEven, charts, alwaysOn } = cost;
  return (
    <Section id="cost" heading="Cost">
      <p>
        Everything that was sent, checks, warm-up, cold starts and failures included, would have cost{' '}
        <b>{total}</b>.
      </p>
      {tables.map((table) => (
        <DataTable key={table.title} table={table} />
      ))}
      <p class="note">
        Prices: {prices}. {assumptions.length > 0 && `It rests on: ${assumptions.join('; ')}.`}
      </p>
      {breakEven.length > 0 && <h3>Beside a machine that is always on</h3>}
      <div class="panels">
        {charts.map((chart) => (
          <LineChart key={chart.title} chart={chart} height={260} />
        ))}
      </div>
      {alwaysOn !== null && <DataTable table={alwaysOn} />}
      {breakEven.length > 0 && (
        <details>
          <summary>In words</summary>
          {breakEven.map((sentence) => (
            <p class="note" key={sentence}>
              {sentence}
            </p>
          ))}
        </details>
      )}
    </Section>
  );
}
