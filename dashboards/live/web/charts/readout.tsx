/** The legend of a chart, which says the values under the cursor while there is one. */
import type { JSX } from 'preact';
import type { SeriesTone } from '../../view-model/chart.ts';

export interface ReadoutEntry {
  readonly label: string;
  readonly tone: SeriesTone;
  readonly isDashed?: boolean;
  readonly value: string | undefined;
}

export interface ReadoutProps {
  /** Where the cursor is; undefined: nowhere. */
  readonly at: string | undefined;
  readonly entries: readonly ReadoutEntry[];
  /** Read out as it changes: the keyboard moves the cursor. */
  readonly isSpoken: boolean;
}

export function Readout({ at, entries, isSpoken }: ReadoutProps): JSX.Element {
  return (
    <p class="readout" aria-live={isSpoken ? 'polite' : 'off'}>
      {entries.map(({ label, tone, isDashed = false, value }) => (
        <span key={label} class="entry">
          <i class={`key ${tone}${isDashed ? ' dashed' : ''}`} />
          {label}
          {value !== undefined && <b> {value}</b>}
        </span>
      ))}
      {at !== undefined && <span class="entry at">at {at}</span>}
    </p>
  );
}
