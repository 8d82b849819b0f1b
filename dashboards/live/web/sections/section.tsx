/** The frame of a section: its heading, and what stands below. */
import type { ComponentChildren, JSX } from 'preact';

interface SectionProps {
  /** For links into the page. */
  readonly id: string;
  readonly heading: string;
  readonly children: ComponentChildren;
}

export function Section({ id, heading, children }: SectionProps): JSX.Element {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      {children}
    </section>
  );
}
