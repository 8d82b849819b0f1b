/** The numbers that everyone asks for first, large; what was demanded; and all of them with their intervals. */
import type { JSX } from 'preact';
import type { RunView } from '../../view-model/run-view.ts';
import { DataTable } from '../data-table.tsx';
import { Section } from './section.tsx';

export function Numbers({ view }: { readonly view: RunView }): JSX.Element {
  const { figures, thresholds, starts } = view;
  return (
    <Section id="numbers" heading="Headline numbers">
      {figures.length > 0 && (
        <dl class="figures">
          {figures.map(({ name, value, detail, tone }) => (
            <div key={name} class={tone}>
              <dt>{name}</dt>
              <dd>
                {value}
                <small>{detail}</small>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {thresholds !== null && (
        <DataTable table={{ ...thresholds.table, title: `Thresholds: ${thresholds.heading}` }} />
      )}
      <DataTable table={starts} />
      <p class="note">
        {starts.rows.length === 0
          ? 'No invocation of a cold-start or load phase was answered, so there is nothing to compare.'
          : 'Small: the 95 % confidence interval; — or ? where the sample is too small for the quantile or that bound. ' +
            'Response time counts from the moment the schedule wanted the invocation to start, service time from the ' +
            'moment it was sent. Cold and warm rest on what the function’s probe and the provider reported, never on latency.'}
      </p>
    </Section>
  );
}
