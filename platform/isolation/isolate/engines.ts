/** The engines of a platform: started when they are wanted, by the memory size of functions, because that is one of theirs. */
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { type Engine, startEngine } from './engine.ts';

export interface Engines {
  /** One that takes another isolate now: the first that is not blocked, or a new one. */
  take(memoryMiB: number): Engine;
  close(): Promise<void>;
}

export interface EnginesOptions {
  readonly program: string;
  /** Where engines have their folders. */
  readonly folder: string;
  readonly clock: Clock;
}

/** Most engines for one memory size, so that functions that hang do not fill the machine with them. */
const maxPerSize = 4;
/** An engine without isolates costs some 50 MiB. */
const idleLifetimeMs = 60_000;

export function createEngines(options: EnginesOptions): Engines {
  const engines = new Set<Engine>();
  let count = 0;

  function start(heapMiB: number): Engine {
    const folder = join(options.folder, `engine-${++count}`);
    const engine = startEngine({ ...options, folder, heapMiB });
    engines.add(engine);
    endWhenIdle(engine, false);
    return engine;
  }

  function endWhenIdle(engine: Engine, wasIdle: boolean): void {
    options.clock.after(idleLifetimeMs, () => {
      const isIdle = engine.isolates() === 0;
      if (!engine.isAlive() || (isIdle && wasIdle)) {
        engines.delete(engine);
        void engine.close();
      } else {
        endWhenIdle(engine, isIdle);
      }
    });
  }

  return {
    take(memoryMiB) {
      const fitting = [...engines].filter((engine) => engine.isAlive() && engine.heapMiB === memoryMiB);
      const free = fitting.find((engine) => !engine.isBlocked());
      if (free !== undefined) return free;
      return fitting.length < maxPerSize ? start(memoryMiB) : (fitting.at(-1) ?? start(memoryMiB));
    },
    async close() {
      await Promise.all([...engines].map((engine) => engine.close()));
      engines.clear();
    },
  };
}
