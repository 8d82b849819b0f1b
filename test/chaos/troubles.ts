/** What is done to a platform, each again and again until it is enough. */
import { execFileSync } from 'node:child_process';
import { findProgram } from '../../platform/isolation/find-program.ts';
import { countHandles, killProcess, listDescendants, listMarked } from './processes.ts';
import { sleep } from './sleep.ts';
import type { Lives } from './lives.ts';
import type { SmallDisk } from './small-disk.ts';

export interface Trouble {
  readonly name: string;
  /** Between two of its kind, at most; at least half of it. */
  readonly everyMs: number;
  /** Why it cannot be made here. */
  readonly missing?: string | undefined;
  make(): Promise<void>;
}

export interface TroublesContext {
  readonly lives: Lives;
  readonly disk: SmallDisk;
  /** In the environment of every function. */
  readonly mark: string;
  readonly random: () => number;
  /** What the distances between troubles are multiplied with. */
  readonly pace: number;
  /** An archive that unfolds beyond every limit. */
  readonly bomb: Buffer;
  /** What went otherwise than it must. */
  readonly complain: (line: string) => void;
}

/** Of the instances, a second. */
const killedShare = 0.1;
const troubleMs = 2000;

export function createTroubles(context: TroublesContext): Trouble[] {
  const { lives, disk, mark, random, pace, bomb, complain } = context;
  const prlimit = findProgram('prlimit');
  return [
    {
      name: 'instances killed',
      everyMs: 1000,
      async make() {
        const pid = lives.pid();
        if (pid === undefined) return;
        const inside = listDescendants(pid).filter(({ depth }) => depth > 1);
        const victims = new Set([...inside.map((one) => one.pid), ...listMarked(mark)]);
        for (const victim of victims) if (random() < killedShare) killProcess(victim);
        await sleep(0);
      },
    },
    {
      name: 'helpers of the platform killed',
      everyMs: 30_000 * pace,
      async make() {
        const pid = lives.pid();
        const children = pid === undefined ? [] : listDescendants(pid).filter(({ depth }) => depth === 1);
        const chosen = children[Math.floor(random() * children.length)];
        if (chosen !== undefined) killProcess(chosen.pid);
        await sleep(0);
      },
    },
    {
      name: 'disk full',
      everyMs: 20_000 * pace,
      missing: disk.missing,
      async make() {
        disk.fill();
        await sleep(troubleMs);
        disk.free();
      },
    },
    {
      name: 'file handles exhausted',
      everyMs: 20_000 * pace,
      missing: prlimit === undefined ? 'prlimit is not on the PATH' : undefined,
      async make() {
        const pid = lives.pid();
        if (pid === undefined || prlimit === undefined) return;
        const limit = (handles: number): void => {
          try {
            execFileSync(prlimit, [`--pid=${pid}`, `--nofile=${handles}:`], { stdio: 'ignore' });
          } catch {
            // It was killed meanwhile.
          }
        };
        limit(countHandles(pid) + Math.floor(random() * 4));
        await sleep(troubleMs);
        limit(1024);
      },
    },
    {
      name: 'zip bombs',
      everyMs: 10_000 * pace,
      async make() {
        const status = await sendBomb(lives.endpoint(), bomb);
        const isRefused = status === undefined || (status >= 400 && status < 600);
        if (!isRefused) complain(`a zip bomb was answered with ${status}`);
      },
    },
  ];
}

/** A platform that is killed and started again; not while its memory is watched. */
export function createKills({
  lives,
  random,
  pace,
}: Pick<TroublesContext, 'lives' | 'random' | 'pace'>): Trouble {
  return {
    name: 'platform killed and restarted',
    everyMs: 20_000 * pace,
    async make() {
      await lives.kill();
      await sleep(random() * 500);
      await lives.start();
    },
  };
}

/** @returns undefined when nobody has answered. */
async function sendBomb(endpoint: string | undefined, bomb: Buffer): Promise<number | undefined> {
  if (endpoint === undefined) return undefined;
  try {
    const answer = await fetch(`${endpoint}/2015-03-31/functions`, {
      method: 'POST',
      body: JSON.stringify({
        FunctionName: 'bomb',
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/chaos',
        Code: { ZipFile: bomb.toString('base64') },
      }),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return undefined;
  }
}

/** Makes one kind of trouble until it is over. @returns how often. */
export async function keepMaking(
  trouble: Trouble,
  random: () => number,
  isOver: () => boolean,
): Promise<number> {
  if (trouble.missing !== undefined) return 0;
  let times = 0;
  let dueMs = performance.now() + trouble.everyMs * (0.5 + random() / 2);
  while (!isOver()) {
    if (performance.now() >= dueMs) {
      await trouble.make();
      times++;
      dueMs = performance.now() + trouble.everyMs * (0.5 + random() / 2);
    }
    await sleep(50);
  }
  return times;
}
