/** Half an hour of everything that goes wrong, and then the question what is left: of the events, and of the rest. */
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IsolationLevel } from '../../platform/isolation/backend.ts';
import { createDraws } from '../../platform/faults/draws.ts';
import { readMetric } from '../support/platform-pages.ts';
import { zipFiles } from '../support/zip-files.ts';
import { checkFunctions, deployFunctions, readWaiting } from './deployment.ts';
import { openLedger } from './ledger.ts';
import { findLeftovers } from './leftovers.ts';
import { createLives, type Lives } from './lives.ts';
import { startLoad } from './load.ts';
import { killProcess, listMarked } from './processes.ts';
import { startReading } from './queue-reader.ts';
import { startSampling } from './sampling.ts';
import { sleep } from './sleep.ts';
import { createSmallDisk } from './small-disk.ts';
import { createKills, createTroubles, keepMaking, type Trouble } from './troubles.ts';
import { type Observed, toVerdict, type Verdict } from './verdict.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly perSecond: number;
  readonly isolation: IsolationLevel;
  /** One line for the reader. */
  readonly say: (line: string) => void;
}

/** From here on a platform that was killed is not started again, so that its memory can be watched. */
const stormShare = 0.5;
/** A function error is tried again after a minute; long runs have the time. */
const longMinutes = 3;

export async function playChaos(options: ChaosOptions): Promise<Verdict> {
  const { seed, minutes, say } = options;
  const place = mkdtempSync(join(tmpdir(), 'faasmark-chaos-'));
  const temporary = join(place, 'temporary');
  mkdirSync(temporary);
  const mark = `FAASMARK_CHAOS=${place}`;
  const disk = createSmallDisk(place);
  const logFile = `${place}.log`;
  const logHandle = openSync(logFile, 'a');
  const ledger = await openLedger();
  const lives = createLives(
    {
      dataFolder: join(disk.folder, 'data'),
      isolation: options.isolation,
      network: 'host',
      idleLifetimeMs: 10_000,
      accountConcurrency: 50,
    },
    temporary,
    logHandle,
  );
  const complaints: string[] = [];
  const random = (what: string): (() => number) => createDraws(seed, what);
  try {
    await lives.start();
    const retries = minutes >= longMinutes ? 1 : 0;
    // Other levels keep their functions from the network: there the platform's own word has to do.
    const reachesLedger = options.isolation === 'process';
    const queues = await deployFunctions(lives.endpoint() ?? '', {
      retries,
      variables: { FAASMARK_CHAOS: place, ...(reachesLedger && { LEDGER: ledger.url }) },
    });
    const deadLetters = startReading(lives, queues.deadLetters);
    const successes = startReading(lives, queues.successes);
    const load = startLoad({
      perSecond: options.perSecond,
      endpoint: () => lives.endpoint(),
      random: random('load'),
    });
    const bomb = await zipFiles({ 'index.cjs': Buffer.alloc(300 << 20) });
    const context = { lives, disk, mark, bomb, complain: (line: string) => void complaints.push(line) };
    // In a short run everything comes more often.
    const pace = Math.min(1, Math.max(0.15, minutes / longMinutes));
    const troubles = createTroubles({ ...context, pace, random: random('troubles') });
    for (const { name, missing } of troubles) if (missing !== undefined) say(`left out: ${name}: ${missing}`);

    const totalMs = minutes * 60_000;
    const kills = createKills({ lives, pace, random: random('kills') });
    say(
      `storm: ${Math.round((totalMs * stormShare) / 1000)} s, with ${[...troubles, kills].map(({ name }) => name).join(', ')}`,
    );
    const made = await make([...troubles, kills], totalMs * stormShare, random('storm'));
    say(`siege: ${Math.round((totalMs * (1 - stormShare)) / 1000)} s, one platform, its memory watched`);
    const samples = startSampling(lives, load);
    add(made, await make(troubles, totalMs * (1 - stormShare), random('siege')));
    const growth = await samples.stop();
    await load.stop();

    say('quiet: until the queue is empty');
    // One that has ended by itself has failed; what it has left is still told.
    if (lives.endpoint() === undefined) await lives.start();
    await drain(lives, retries === 0 ? 90_000 : 420_000);
    const endpoint = lives.endpoint() ?? '';
    const waiting = await readWaiting(endpoint);
    const dead = await deadLetters.finish();
    const succeeded = await successes.finish();
    complaints.push(...(await checkFunctions(endpoint)));
    const exit = await lives.stop();
    await sleep(500);
    const observed: Observed = {
      load,
      ledger: reachesLedger ? ledger : { doneOf: (id) => (succeeded.has(id) ? 1 : 0) },
      dead,
      waiting,
      ...growth,
      troubles: Object.fromEntries(made),
      lives: lives.pids.length,
      complaints: [
        ...lives.deaths,
        ...complaints,
        ...(exit === 0 ? [] : [`the platform ended with ${exit}`]),
      ],
      leftovers: findLeftovers({ temporary, mark, pids: lives.pids }),
      logFile,
    };
    return toVerdict(observed);
  } finally {
    await lives.kill();
    for (const pid of listMarked(place)) killProcess(pid);
    ledger.close();
    disk.remove();
    closeSync(logHandle);
    rmSync(place, { recursive: true, force: true });
  }
}

async function make(
  troubles: readonly Trouble[],
  lastsMs: number,
  random: () => number,
): Promise<Map<string, number>> {
  const untilMs = performance.now() + lastsMs;
  const isOver = (): boolean => performance.now() >= untilMs;
  return new Map(
    await Promise.all(
      troubles.map(async (trouble) => [trouble.name, await keepMaking(trouble, random, isOver)] as const),
    ),
  );
}

function add(sums: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [name, times] of more) sums.set(name, (sums.get(name) ?? 0) + times);
}

async function drain(lives: Lives, longestMs: number): Promise<void> {
  const untilMs = performance.now() + longestMs;
  const isEmpty = async (): Promise<boolean> => {
    const endpoint = lives.endpoint();
    return endpoint === undefined || (await readMetric(endpoint, 'faas_async_events')) === 0;
  };
  while (performance.now() < untilMs && !(await isEmpty())) await sleep(500);
}
