/** The first thing to read: how the run ended, in one sentence, and whether to believe it. */
import type { JSX } from 'preact';
import type { RunView } from '../../view-model/run-view.ts';

export function Header({ view }: { readonly view: RunView }): JSX.Element {
  const { title, subtitle, verdict, limits, state } = view;
  return (
    <header>
      <p class="eyebrow">faasmark · {subtitle}</p>
      <h1>{title}</h1>
      <p class={`verdict ${state}`}>{verdict}</p>
      {limits.length > 0 && (
        <div class="alarm" role="note">
          <p>
            <strong>Generator-limited.</strong> The load generator could not keep its own schedule. The
            response times below are not the platform’s alone: do not quote them.
          </p>
          <ul>
            {limits.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </div>
      )}
    </header>
  );
}
