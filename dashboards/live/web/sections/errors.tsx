/** How the invocations ended, and why those did that did not end well. */
import type { JSX } from 'preact';
import { formatCount, formatRareShare } from '../../../../harness/report/format.ts';
import type { ErrorGroup } from '../../view-model/error-groups.ts';
import type { RunView } from '../../view-model/run-view.ts';
import { DataTable } from '../data-table.tsx';
import { Section } from './section.tsx';

export function Errors({ view: { errors, outcomes } }: { readonly view: RunView }): JSX.Element {
  return (
    <Section id="errors" heading="Errors">
      {errors.length === 0 && (
        <p>
          {outcomes.rows.length === 0
            ? 'There was no invocation.'
            : 'Every invocation ended ok, warm-up and checks included.'}
        </p>
      )}
      {errors.map((group) => (
        <ErrorPart key={`${group.outcome} ${group.error}`} group={group} />
      ))}
      {outcomes.rows.length > 0 && (
        <details open={errors.length > 0}>
          <summary>Invocations by phase</summary>
          <DataTable table={{ ...outcomes, title: '' }} />
        </details>
      )}
    </Section>
  );
}

function ErrorPart({ group }: { readonly group: ErrorGroup }): JSX.Element {
  const { outcome, error, count, share, first, last, phases, examples } = group;
  return (
    <article class="error">
      <p>
        <b class="bad">{formatCount(count)}</b> {outcome} <small>{formatRareShare(share)} of all</small>
      </p>
      <pre>
        <code>{error}</code>
      </pre>
      <p class="note">
        {first === last ? `At ${first}` : `From ${first} to ${last}`} of the run, in {phases.join(', ')}.
      </p>
      <details>
        <summary>Examples</summary>
        <ul>
          {examples.map((example) => (
            <li key={example}>{example}</li>
          ))}
        </ul>
      </details>
    </article>
  );
}
