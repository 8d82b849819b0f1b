/** The load engines that a scenario asks for: one for the run, and others where a phase names one. */
import type { Clock } from '../contract/clock.ts';
import type { EngineName } from '../contract/load-model.ts';
import { createAutocannonEngine } from '../load/autocannon/autocannon-engine.ts';
import type { EngineListener, LoadEngine, PlayPart } from '../load/engine.ts';
import { createK6Engine } from '../load/k6/k6-engine.ts';
import { createNativeEngine } from '../load/native-engine.ts';
import type { GeneratorConfig } from '../scenario/scenario.ts';

/**
 * Other engines play load over time. Checks, forced cold starts and bursts stay with ours: only it can send a single
 * invocation at an instant. Each is started when it is first needed.
 */
export function createEngine(config: GeneratorConfig, clock: Clock, listener: EngineListener): LoadEngine {
  const { engine: ownEngine, ...options } = config;
  const parts = { clock, options, ...listener };
  const create: Readonly<Record<EngineName, () => LoadEngine>> = {
    native: () => createNativeEngine(parts),
    autocannon: () => createAutocannonEngine(parts),
    k6: () => createK6Engine(parts),
  };
  const started = new Map<EngineName, LoadEngine>();
  const demand = (name: EngineName): LoadEngine => {
    const engine = started.get(name) ?? create[name]();
    started.set(name, engine);
    return engine;
  };
  demand('native');
  return {
    play: (played, signal) =>
      demand(played.every(isSteady) ? (played[0]?.engine ?? ownEngine) : 'native').play(played, signal),
    async close() {
      await Promise.all([...started.values()].map((engine) => engine.close()));
    },
  };
}

function isSteady({ load }: PlayPart): boolean {
  return load.model === 'closed' || load.schedule.duration > 0;
}
