/** Invocations of all kinds, at a steady rate whatever happens, and what the platform said to each. */
import { sleep } from './sleep.ts';
import { type ChaosFunction, chaosFunctions } from './functions.ts';

export interface LoadRecord {
  /** Events that the platform has answered with 202, by their id: the name of the function. */
  readonly accepted: ReadonlyMap<string, string>;
  /** Answers to those who waited: how often each status; `broken` without one. */
  readonly answers: ReadonlyMap<string, number>;
  /** What got no answer within the time, though the platform lived. */
  readonly unanswered: readonly string[];
}

export interface LoadOptions {
  readonly perSecond: number;
  /** Undefined while there is no platform. */
  readonly endpoint: () => string | undefined;
  /** Uniform, from 0 to below 1. */
  readonly random: () => number;
}

export interface Load extends LoadRecord {
  /** Sends nothing more, and waits until all have been answered. @returns what lets it go on. */
  hold(): Promise<() => void>;
  /** Resolves when all have been answered. */
  stop(): Promise<void>;
}

const patienceMs = 90_000;
const mostInFlight = 200;

type Way = 'plain' | 'lambda' | 'event';

export function startLoad({ perSecond, endpoint, random }: LoadOptions): Load {
  const accepted = new Map<string, string>();
  const answers = new Map<string, number>();
  const unanswered: string[] = [];
  const inFlight = new Set<Promise<void>>();
  const bag = chaosFunctions.flatMap((one) => Array.from({ length: one.weight }, () => one));
  let count = 0;
  const ending = new AbortController();
  let isHeld = false;
  const running = run();

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      await sleep(1000 / perSecond);
      const place = endpoint();
      if (place === undefined || isHeld || inFlight.size >= mostInFlight) continue;
      const call = send(place, bag[Math.floor(random() * bag.length)] ?? bag[0]);
      inFlight.add(call);
      void call.finally(() => inFlight.delete(call));
    }
  }

  async function send(place: string, target: ChaosFunction | undefined): Promise<void> {
    if (target === undefined) return;
    const draw = random();
    const way: Way = draw < 0.5 ? 'event' : draw < 0.75 ? 'plain' : 'lambda';
    const id = `${target.name}-${count++}`;
    const note = (status: string): void => void answers.set(status, (answers.get(status) ?? 0) + 1);
    try {
      const answer = await fetch(toUrl(place, target.name, way), {
        method: 'POST',
        body: JSON.stringify({ id, draw: random() }),
        headers: way === 'event' ? { 'x-amz-invocation-type': 'Event' } : {},
        signal: AbortSignal.timeout(patienceMs),
      });
      await answer.arrayBuffer();
      if (way === 'event' && answer.status === 202) accepted.set(id, target.name);
      note(`${way} ${answer.status}`);
    } catch (error) {
      if ((error as Error).name === 'TimeoutError' && endpoint() === place) unanswered.push(`${id} (${way})`);
      note(`${way} broken`);
    }
  }

  return {
    accepted,
    answers,
    unanswered,
    async hold() {
      isHeld = true;
      await Promise.all(inFlight);
      return () => void (isHeld = false);
    },
    async stop() {
      ending.abort();
      await running;
      await Promise.all(inFlight);
    },
  };
}

function toUrl(place: string, name: string, way: Way): string {
  return way === 'plain' ? `${place}/function/${name}` : `${place}/2015-03-31/functions/${name}/invocations`;
}
