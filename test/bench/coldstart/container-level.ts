/** Containers, beside `run` of the OCI runtime that the platform uses, with the same root and the same limits. */
import { atMost } from '../figure.ts';
import { ratio } from '../statistics.ts';
import { startBareRuntime } from './bare-container.ts';
import { compareStarts } from './compare-starts.ts';
import { helloInNode } from './hello.ts';
import type { PartContext, PartResult } from './part.ts';

const repetitions = 25;
/** The platform makes the next one ready in it, 200 ms after a start. */
const restMs = 400;

export async function measureContainers(context: PartContext): Promise<PartResult> {
  const { platform } = context;
  const bare = await startBareRuntime(context.scope);
  const names = { bare: `${bare.name} run`, new: 'container', ahead: 'container, created ahead' };
  try {
    const tags = { 'faasmark:isolation': 'container' };
    await platform.deploy('container', { ...helloInNode, Tags: tags });
    await platform.deploy('container-ahead', { ...helloInNode, Tags: { ...tags, 'faasmark:ahead': '2' } });
    const { times, failed } = await compareStarts(
      [
        { name: names.bare, restMs, start: bare.start },
        { name: names.new, restMs, origin: 'new', start: () => platform.start('container') },
        {
          name: names.ahead,
          restMs,
          origin: 'createdAhead',
          start: () => platform.start('container-ahead'),
        },
      ],
      repetitions,
      context,
    );
    const createdAheadMs = times[names.ahead]?.p50Ms ?? null;
    const container = ratio(times[names.new]?.p50Ms, times[names.bare]?.p50Ms);
    const createdAhead = ratio(times[names.ahead]?.p50Ms, times[names.new]?.p50Ms);
    return {
      figures: [atMost('ratio.container', container, 1.25), atMost('ratio.createdAhead', createdAhead, 0.5)],
      ratio: { container, createdAhead },
      fields: { createdAheadMs },
      times,
      failed,
    };
  } finally {
    await platform.remove('container-ahead').catch(() => undefined);
    await bare.stop();
  }
}
