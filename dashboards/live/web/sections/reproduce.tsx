/** All it takes to run it again, and what it ran on. */
import type { JSX } from 'preact';
import type { Reproduction } from '../../view-model/reproduction.ts';
import { DataTable } from '../data-table.tsx';
import { Section } from './section.tsx';

export function Reproduce({ reproduction }: { readonly reproduction: Reproduction }): JSX.Element {
  const { command, facts, functions, source } = reproduction;
  return (
    <Section id="reproduce" heading="What reproduces it">
      <pre>
        <code>{command}</code>
      </pre>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={`${name} ${value}`}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <DataTable table={functions} />
      <details>
        <summary>The scenario after defaults</summary>
        <pre>
          <code>{source}</code>
        </pre>
      </details>
    </Section>
  );
}
