/** How far a running run is. */
import type { JSX } from 'preact';
import type { Progress } from '../../view-model/progress.ts';

interface ProgressProps {
  readonly progress: Progress;
  /** False: nothing is heard of the run. */
  readonly isConnected: boolean;
}

export function ProgressBar({ progress, isConnected }: ProgressProps): JSX.Element {
  const { phase, share, figures } = progress;
  return (
    <div class="progress" role="status">
      <p>
        <i class={isConnected ? 'pulse' : 'pulse lost'} />
        <b>{isConnected ? 'Running' : 'Connection lost, trying again'}</b> {phase}
      </p>
      <progress value={share} max={1} aria-label="Share of the plan that has been played" />
      <dl>
        {figures
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </div>
  );
}
