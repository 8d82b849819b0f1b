/** Processes that are running when they are wanted, and only load the function. */
import { below } from '../figure.ts';
import { startColdPlatform } from './cold-platform.ts';
import { compareStarts } from './compare-starts.ts';
import { helloInNode, helloInPython } from './hello.ts';
import type { PartContext, PartResult } from './part.ts';

const repetitions = 40;
/** One that is taken is then not the one that was just begun. */
const kept = 2;
/** The platform begins the next one in it, 50 ms after a start. */
const restMs = 200;

export async function measurePrewarmed(context: PartContext): Promise<PartResult> {
  const { python, conditions, scope } = context;
  const kinds = python === undefined ? (['nodejs'] as const) : (['nodejs', 'python'] as const);
  const prewarm = Object.fromEntries(kinds.map((kind) => [kind, kept]));
  const platform = await startColdPlatform({ prewarm }, conditions.pinning, scope);
  try {
    await platform.deploy('nodejs', helloInNode);
    if (python !== undefined) await platform.deploy('python', helloInPython);
    const contenders = kinds.map((kind) => ({
      name: `process, ${kind}, prewarmed`,
      restMs,
      origin: 'prewarmed' as const,
      start: () => platform.start(kind),
    }));
    const { times, failed } = await compareStarts(contenders, repetitions, context);
    const prewarmed = Object.fromEntries(
      kinds.map((kind) => [kind, times[`process, ${kind}, prewarmed`]?.p50Ms ?? Number.NaN]),
    );
    const prewarmedMs = Math.max(...Object.values(prewarmed));
    return {
      figures: [below('prewarmedMs', prewarmedMs, 5)],
      fields: { prewarmedMs, prewarmed },
      times,
      failed,
    };
  } finally {
    await platform.stop();
  }
}
