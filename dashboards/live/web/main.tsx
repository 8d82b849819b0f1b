/** Shows the view that the page came with, or those that the server sends while a run lasts. */
import { type JSX, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PageView } from '../view-model/page-view.ts';
import type { Progress } from '../view-model/progress.ts';
import { ComparisonPage } from './comparison-page.tsx';
import { RunPage } from './run-page.tsx';

const root = document.getElementById('page');
const inlined = document.getElementById('view')?.textContent ?? '';
if (root !== null) {
  root.replaceChildren();
  render(inlined === '' ? <LivePage /> : <Page view={JSON.parse(inlined) as PageView} isConnected />, root);
}

interface PageProps {
  readonly view: PageView;
  readonly isConnected: boolean;
}

function Page({ view, isConnected }: PageProps): JSX.Element {
  return view.kind === 'run' ? (
    <RunPage view={view} isConnected={isConnected} />
  ) : (
    <ComparisonPage view={view} />
  );
}

/** The last view stays when the server is gone. */
function LivePage(): JSX.Element {
  const [view, setView] = useState<PageView>();
  const [isConnected, setConnected] = useState(true);
  useEffect(() => {
    const source = new EventSource('events');
    source.addEventListener('view', (event: MessageEvent<string>) => {
      const next = JSON.parse(event.data) as PageView;
      setView(next);
      setConnected(true);
      document.title = `${next.title} · faasmark`;
      // What is over does not change any more.
      if (next.kind !== 'run' || next.state !== 'running') source.close();
    });
    source.addEventListener('progress', (event: MessageEvent<string>) => {
      const progress = JSON.parse(event.data) as Progress;
      setView((shown) => (shown?.kind === 'run' ? { ...shown, progress } : shown));
      setConnected(true);
    });
    source.addEventListener('error', () => setConnected(false));
    return () => source.close();
  }, []);
  if (view === undefined) {
    return (
      <main>
        <p class="note">{isConnected ? 'Waiting for the first invocations …' : 'The server is gone.'}</p>
      </main>
    );
  }
  return <Page view={view} isConnected={isConnected} />;
}
