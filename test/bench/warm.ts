/** What the platform adds to a warm invocation, beside a bare server that answers the same. */
import { fileURLToPath } from 'node:url';
import { compiledModule } from '../../harness/contract/package-root.ts';
import { createFunction } from '../support/lambda-client.ts';
import { alternate } from './alternate.ts';
import type { Bench, BenchContext } from './bench.ts';
import { atLeast, below, formatNumber } from './figure.ts';
import { native } from './peers/native.ts';
import type { FoundPeer, Reading } from './peers/peer.ts';
import { wrk } from './peers/wrk.ts';
import { startPlatformTarget } from './platform-target.ts';
import { runCommand } from './run-command.ts';
import { startServer } from './start-server.ts';
import { median, ratio } from './statistics.ts';

/** Enough to keep the core busy. */
const busyConnections = 8;
const rounds = 5;
const seconds = 4;
/** Until both have compiled what they run often. */
const warmUpSeconds = 4;
const overheadSeconds = 30;
const answer = '{"hello":"world"}';
/** A platform whose instances take many invocations at once, as the bare server does. */
const sharing = 'cloud-run';

interface Contender {
  readonly name: string;
  readonly url: string;
}

export const warm: Bench = {
  name: 'warm',
  question: 'What does the platform add to a warm invocation?',
  async run(bench) {
    const { conditions, scope } = bench;
    const client = wrk.find() ?? native;
    const bareScript = fileURLToPath(compiledModule(import.meta.url, './processes/bare-server-process.ts'));
    const bare = await startServer<{ readonly port: number }>(
      [bareScript, answer],
      conditions.pinning,
      scope,
    );
    const platform = await startPlatformTarget({}, conditions.pinning, scope);
    const source = `const answer = ${answer}; exports.handler = () => Promise.resolve(answer);`;
    await createFunction(platform.client, 'each', { source });
    await createFunction(platform.client, 'shared', { source, Tags: { 'faasmark:profile': sharing } });
    const contenders: readonly Contender[] = [
      { name: 'bare', url: `http://127.0.0.1:${bare.greeting.port}/` },
      { name: 'shared', url: `${platform.endpoint}/function/shared` },
      { name: 'each', url: `${platform.endpoint}/function/each` },
    ];
    bench.say(`client: ${client.name} ${client.version}; POST; the platform's instances share its core`);
    try {
      for (const { url } of contenders) {
        await load(bench, client, url, busyConnections, bench.quick ? 1 : warmUpSeconds);
      }
      const busy = await compare(bench, client, contenders, busyConnections);
      const single = await compare(bench, client, contenders, 1);
      const toThroughput = (name: string, medians: ReadonlyMap<string, Medians>): number | null =>
        ratio(medians.get(name)?.requestsPerSecond, medians.get('bare')?.requestsPerSecond);
      const throughput = toThroughput('shared', busy);
      const throughputEach = toThroughput('each', busy);
      const throughputSingle = toThroughput('each', single);
      const addedP50Ms = subtract(single.get('each')?.p50Ms, single.get('bare')?.p50Ms);
      return {
        figures: [
          atLeast('ratio.throughput', throughput, 0.5),
          atLeast('ratio.throughputEach', throughputEach, 0.5),
          atLeast('ratio.throughputSingle', throughputSingle, 0.5),
          below('addedP50Ms', addedP50Ms, 0.25),
        ],
        missing: client === native ? ['wrk'] : [],
        failed: {},
        fields: {
          client: client.name,
          ratio: { throughput, throughputEach, throughputSingle },
          addedP50Ms,
          requestsPerSecond: Object.fromEntries(
            [...busy].map(([name, one]) => [name, one.requestsPerSecond]),
          ),
          p50Ms: Object.fromEntries([...single].map(([name, one]) => [name, one.p50Ms])),
        },
      };
    } finally {
      await Promise.all([bare.stop(), platform.stop()]);
    }
  },
};

type Medians = Pick<Reading, 'requestsPerSecond' | 'p50Ms' | 'p99Ms'>;

async function compare(
  bench: BenchContext,
  client: FoundPeer,
  contenders: readonly Contender[],
  connections: number,
): Promise<Map<string, Medians>> {
  const { results } = await alternate(
    contenders.map(({ name, url }) => ({
      name,
      run: () => load(bench, client, url, connections, bench.quick ? 1 : seconds),
    })),
    bench.quick ? 1 : rounds,
    bench.scope.signal,
  );
  const medians = new Map([...results].map(([name, runs]) => [name, toMedians(runs)]));
  for (const [name, { requestsPerSecond, p50Ms, p99Ms }] of medians) {
    bench.say(
      `  ${String(connections).padStart(3)} connections  ${name.padEnd(9)}` +
        ` ${formatNumber(requestsPerSecond).padStart(8)}/s  p50 ${formatNumber(p50Ms)} ms, p99 ${formatNumber(p99Ms)} ms`,
    );
  }
  return medians;
}

function toMedians(runs: readonly Reading[]): Medians {
  const of = (pick: (run: Reading) => number): number => median(runs.map(pick));
  return {
    requestsPerSecond: of((run) => run.requestsPerSecond),
    p50Ms: of((run) => run.p50Ms),
    p99Ms: of((run) => run.p99Ms),
  };
}

async function load(
  { conditions, scope }: BenchContext,
  client: FoundPeer,
  url: string,
  connections: number,
  loadSeconds: number,
): Promise<Reading> {
  const command = client.closed?.({ url, connections, seconds: loadSeconds }, scope.folder);
  if (command === undefined) throw new Error(`${client.name} has no closed model`);
  const finished = await runCommand(
    conditions.pinning.onClientCore(command),
    loadSeconds + overheadSeconds,
    scope,
  );
  return client.read(finished.stdout);
}

function subtract(one: number | undefined, other: number | undefined): number | null {
  return one === undefined || other === undefined ? null : one - other;
}
