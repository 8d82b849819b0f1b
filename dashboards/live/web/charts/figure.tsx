/** The frame of a chart: its name, what it says in words, its data as CSV, and a cursor for the keyboard. */
import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type uPlot from 'uplot';
import { DownloadButton } from '../download-button.tsx';

export interface FigureProps {
  readonly title: string;
  /** For those who cannot see it. */
  readonly description: string;
  readonly note?: string;
  readonly toCsv: () => string;
  /** What the keyboard moves the cursor of. */
  readonly plot?: () => uPlot | undefined;
  readonly children: (isSpoken: boolean) => ComponentChildren;
}

export function Figure({ title, description, note, toCsv, plot, children }: FigureProps): JSX.Element {
  const [isSpoken, setSpoken] = useState(false);
  const onKeyDown = (event: KeyboardEvent): void => {
    const u = plot?.();
    if (u === undefined || event.target !== event.currentTarget || !moveCursor(u, event.key)) return;
    setSpoken(true);
    event.preventDefault();
  };
  return (
    <figure>
      <figcaption>
        <b>{title}</b>
        <DownloadButton name={title} toCsv={toCsv} />
        {note !== undefined && <small>{note}</small>}
      </figcaption>
      {plot === undefined ? (
        <div>{children(false)}</div>
      ) : (
        <div
          class="plot"
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrow keys move the cursor
          tabIndex={0}
          role="group"
          aria-label={`${description}. Left and right arrow keys move the cursor.`}
          onKeyDown={onKeyDown}
          onBlur={() => {
            setSpoken(false);
            plot()?.setCursor({ left: -10, top: -10 });
          }}
        >
          {children(isSpoken)}
        </div>
      )}
    </figure>
  );
}

const farStep = 10;

/** In steps of the data, or far to the ends. @returns whether the key is one of those that move it. */
function moveCursor(u: uPlot, key: string): boolean {
  const last = u.data[0].length - 1;
  const now = (u.cursor.left ?? -1) < 0 ? undefined : (u.cursor.idx ?? 0);
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    PageDown: -farStep,
    PageUp: farStep,
    Home: -Infinity,
    End: Infinity,
  };
  const step = steps[key];
  if (step === undefined) return false;
  const next = now === undefined ? (step < 0 ? last : 0) : Math.max(0, Math.min(last, now + step));
  u.setCursor({ left: u.valToPos(u.data[0][next] ?? 0, 'x'), top: u.over.clientHeight / 2 });
  return true;
}
