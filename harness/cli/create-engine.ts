/** The load engine that a scenario asks for. */
import type { Clock } from '../contract/clock.ts';
import { createAutocannonEngine } from '../load/autocannon/autocannon-engine.ts';
import type { EngineListener, LoadEngine, PlayPart } from '../load/engine.ts';
import { createK6Engine } from '../load/k6/k6-engine.ts';
import { createNativeEngine } from '../load/native-engine.ts';
import type { GeneratorConfig } from '../scenario/scenario.ts';

/**
 * Other engines play load over time. Checks, forced cold starts and bursts stay with ours: only it can send a single
 * invocation at an instant.
 */
export function createEngine(config: GeneratorConfig, clock: Clock, listener: EngineListener): LoadEngine {
  const { engine, ...options } = config;
  const parts = { clock, options, ...listener };
  const native = createNativeEngine(parts);
  if (engine === 'native') return native;
  const other = engine === 'k6' ? createK6Engine(parts) : createAutocannonEngine(parts);
  return {
    play: (played, signal) => (played.every(isSteady) ? other : native).play(played, signal),
    async close() {
      await Promise.all([native.close(), other.close()]);
    },
  };
}

function isSteady({ load }: PlayPart): boolean {
  return load.model === 'closed' || load.schedule.duration > 0;
}
