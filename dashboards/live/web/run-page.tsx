/** A run, from the verdict to what reproduces it: the same page while it lasts and afterwards. */
import type { JSX } from 'preact';
import type { RunView } from '../view-model/run-view.ts';
import { BreakdownBars } from './sections/breakdown.tsx';
import { Cost } from './sections/cost.tsx';
import { Distributions } from './sections/distributions.tsx';
import { Errors } from './sections/errors.tsx';
import { Findings } from './sections/findings.tsx';
import { Generator } from './sections/generator.tsx';
import { Header } from './sections/header.tsx';
import { Numbers } from './sections/numbers.tsx';
import { OverTime } from './sections/over-time.tsx';
import { ProgressBar } from './sections/progress.tsx';
import { Reproduce } from './sections/reproduce.tsx';

interface RunPageProps {
  readonly view: RunView;
  readonly isConnected: boolean;
}

export function RunPage({ view, isConnected }: RunPageProps): JSX.Element {
  return (
    <main>
      <Header view={view} />
      {view.progress !== null && <ProgressBar progress={view.progress} isConnected={isConnected} />}
      <nav aria-label="Sections">
        {toSections(view).map(([id, name]) => (
          <a key={id} href={`#${id}`}>
            {name}
          </a>
        ))}
      </nav>
      <Numbers view={view} />
      <Findings findings={view.findings} />
      <Distributions charts={view.distributions} />
      <OverTime view={view} />
      <BreakdownBars breakdown={view.breakdown} />
      <Cost cost={view.cost} />
      <Errors view={view} />
      <Generator generator={view.generator} />
      <Reproduce reproduction={view.reproduction} />
    </main>
  );
}

function toSections(view: RunView): (readonly [id: string, name: string])[] {
  return [
    ['numbers', 'Numbers'],
    ...(view.findings.length > 0 ? [['findings', 'Findings'] as const] : []),
    ...(view.distributions.length > 0 ? [['distributions', 'Cold against warm'] as const] : []),
    ...(view.timelines.length + view.growths.length > 0 ? [['time', 'Over time'] as const] : []),
    ...(view.breakdown.bars.length > 0 ? [['breakdown', 'Breakdown'] as const] : []),
    ['cost', 'Cost'],
    ['errors', 'Errors'],
    ['generator', 'Generator'],
    ['reproduce', 'Reproduce'],
  ];
}
