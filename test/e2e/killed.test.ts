/** `kill -9` of the harness: what was measured until a second before is there, can be reported and streamed again. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { concludeRun } from '../../harness/cli/conclude-run.ts';
import { createRandom } from '../../harness/contract/seeded-random.ts';
import { replayRun } from '../../harness/sinks/replay.ts';
import { type Workplace, createWorkplace } from '../support/cli.ts';

const kills = 10;
const rate = 400;
const random = createRandom(20261125);

/** The function of each run: counts what it answers, and ends the harness in the middle. */
interface Target {
  readonly name: string;
  /** After so many answers. */
  readonly killAfter: number;
  child: ChildProcess | undefined;
  /** When each answer was complete, in milliseconds. */
  readonly answeredAt: number[];
  killedAt: number;
}

const targets = Array.from({ length: kills }, (_, at): Target => ({
  name: `kill-${at}`,
  killAfter: 20 + Math.floor(random() * 1.5 * rate),
  child: undefined,
  answeredAt: [],
  killedAt: 0,
}));

let place: Workplace;
let server: Server;
let origin: string;
beforeAll(async () => {
  place = await createWorkplace();
  server = createServer((request, answer) => {
    const target = targets.find(({ name }) => request.url === `/${name}`);
    answer.once('finish', () => {
      if (target === undefined || target.killedAt > 0) return;
      target.answeredAt.push(performance.now());
      if (target.answeredAt.length < target.killAfter) return;
      target.killedAt = performance.now();
      target.child?.kill('SIGKILL');
    });
    request.resume().once('end', () => answer.end('{}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await place.remove();
});

/** Plays until it is killed. */
async function play({ name }: Target, begin: (child: ChildProcess) => void): Promise<number | null> {
  await place.write(
    `${name}.yaml`,
    `name: ${name}
provider: { id: http }
functions: { bare: { url: "${origin}/${name}" } }
experiments:
  - { kind: load, functions: [bare], arrivals: { kind: poisson, rate: ${rate}/s, duration: 20s }, warmUp: 0s }
sinks: [csv]
`,
  );
  const cli = place.start(['run', `${name}.yaml`, '--out', name]);
  begin(cli.child);
  return (await cli.ended).code;
}

describe('the harness, killed at ten random moments', () => {
  beforeAll(async () => {
    const remaining = [...targets];
    const playSome = async (): Promise<void> => {
      for (let target = remaining.pop(); target !== undefined; target = remaining.pop()) {
        const own = target;
        expect(await play(own, (child) => (own.child = child))).toBeNull();
      }
    };
    // Most of the time each waits for its schedule.
    await Promise.all([playSome(), playSome(), playSome()]);
  }, 60_000);

  it.each(targets)('after $killAfter answers: the run is reported and replayed', async (target) => {
    const [run = ''] = await readdir(join(place.folder, target.name));
    const directory = join(place.folder, target.name, run);
    const { summary, run: record } = await concludeRun(directory);
    expect(summary).toMatchObject({ outcome: 'aborted', reason: expect.stringContaining('killed') });

    const kept = record.invocations;
    const certain = target.answeredAt.filter((at) => at < target.killedAt - 1000).length;
    expect(kept.length).toBeGreaterThanOrEqual(Math.max(1, certain));
    expect(kept.length).toBeLessThanOrEqual(target.answeredAt.length);
    expect(new Set(kept.map(({ phase, index }) => `${phase} ${index}`)).size).toBe(kept.length);

    const replayed = await replayRun(directory, { kind: 'csv', file: undefined }, { summary });
    expect(replayed).toMatchObject({ acknowledged: kept.length, rejected: 0 });
  });
});
