/**
 * What an experiment itself costs: planning, planning on from what was measured, and concluding, beside the load that it
 * measures. The load is played on virtual time, so that nothing else runs; what is counted is processor time, over the
 * seconds that instances were busy.
 */
import { catalog } from '../../harness/cli/catalog.ts';
import { expandTraces } from '../../harness/cli/expand-traces.ts';
import type { ExperimentConfig } from '../../harness/scenario/scenario.ts';
import { parseScenario } from '../../harness/scenario/parse-scenario.ts';
import { type VirtualTarget, drawNoise, parseExperiment, playVirtually } from '../support/play-virtually.ts';
import type { Bench } from './bench.ts';
import { below, formatNumber } from './figure.ts';

const wantedShare = 0.01;
const functions = ['f', 'g'];
/** As a user gets them, but for the length of the load, which only makes the share smaller. */
const settings: Readonly<Record<string, string>> = {
  throughput: '{ kind: throughput, function: f }',
  payload: '{ kind: payload, function: f }',
  overhead: '{ kind: overhead, function: f }',
  neighbour: '{ kind: neighbour, function: f, neighbours: [g] }',
  workflow: '{ kind: workflow, step: f, chain: g, fanOut: g }',
  faults: '{ kind: faults, function: f, settle: 0s }',
  load: '{ kind: load, functions: [f], arrivals: { kind: poisson, rate: 100/s, duration: 1m } }',
};
const serviceMs = 20;

export const experiments: Bench = {
  name: 'experiments',
  question: 'What does an experiment itself cost, beside the load that it measures?',
  async run({ quick, say }) {
    const rounds = quick ? 1 : 5;
    const shares: Record<string, number> = {};
    for (const [name, config] of await readConfigs()) {
      const measured = Array.from({ length: rounds }, (_, seed) => measure(config, seed + 1));
      const { cpuSeconds, busySeconds } = measured.toSorted(
        (a, b) => a.cpuSeconds / a.busySeconds - b.cpuSeconds / b.busySeconds,
      )[rounds >> 1] as Measured;
      shares[name] = cpuSeconds / busySeconds;
      say(
        `  ${name.padEnd(12)} ${formatNumber(1000 * cpuSeconds).padStart(8)} ms of a core for ` +
          `${formatNumber(busySeconds).padStart(8)} instance-seconds`,
      );
    }
    return {
      figures: Object.entries(shares).map(([name, share]) => below(`${name}.cpuShare`, share, wantedShare)),
      fields: { cpuShares: shares, serviceMs, rounds },
      missing: [],
      failed: {},
    };
  },
};

interface Measured {
  readonly cpuSeconds: number;
  readonly busySeconds: number;
}

async function readConfigs(): Promise<(readonly [string, ExperimentConfig])[]> {
  const written = Object.entries(settings).map(
    ([name, experiment]) => [name, parseExperiment(experiment, functions)] as const,
  );
  const scenario = parseScenario(
    'name: trace\nfunctions: { f: { use: sleep } }\nexperiments: [{ kind: trace, function: f, count: 100 }]\n',
    { file: 'trace.yaml', catalog: catalog.names },
  );
  const [trace] = (await expandTraces(scenario, 'trace.yaml')).experiments as [ExperimentConfig];
  return [...written, ['trace', trace]];
}

function measure(config: ExperimentConfig, seed: number): Measured {
  let [cpuMicros, busyMs] = [0, 0];
  const target: VirtualTarget = {
    answer({ random }) {
      const ms = serviceMs * drawNoise(random, 0.1);
      busyMs += ms;
      return { serviceMs: ms, handlerDurationMs: ms, handlerStartedAtEpochMs: 0, begins: 1, ends: 1 };
    },
  };
  playVirtually(config, target, seed, (work) => {
    const before = process.cpuUsage();
    const value = work();
    const { user, system } = process.cpuUsage(before);
    cpuMicros += user + system;
    return value;
  });
  return { cpuSeconds: cpuMicros / 1e6, busySeconds: busyMs / 1000 };
}
