/** How many invocations a second the simulator gets through, and what a week of a whole region costs. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiledModule, packageRoot } from '../../harness/contract/package-root.ts';
import { messageOf } from '../../harness/contract/errors.ts';
import { findPython, preparedFolder, whyUnprepared } from '../support/runtime-clients.ts';
import type { Bench, BenchContext } from './bench.ts';
import { atLeast, below, formatNumber } from './figure.ts';
import type { SimulateCosts, SimulateOrder, SimulatedRound } from './processes/simulate-process.ts';
import { runCommand } from './run-command.ts';
import { median, ratio } from './statistics.ts';

const rounds = 5;
const limitSeconds = 900;
const week: SimulateOrder = { load: 'week', functions: 20_000, invocations: 30_000_000 };
const quickWeek: SimulateOrder = { load: 'week', functions: 100, invocations: 20_000 };
const peerOrder = { perSecond: 1000, serviceSeconds: 1.98, lifetimeSeconds: 600 };

const peerFolder = preparedFolder('simfaas');

interface Rates {
  readonly perSecond: number;
  readonly perCpuSecond: number;
}

export const simulate: Bench = {
  name: 'simulate',
  question: 'How many invocations a second does the simulator get through?',
  async run(bench) {
    const { quick, say } = bench;
    const size = { rounds: quick ? 1 : rounds, seconds: quick ? 10 : 2000 };
    const fixed = toRates((await runSimulation(bench, { load: 'fixed', ...size })).rounds);
    const kpa = toRates((await runSimulation(bench, { load: 'kpa', ...size })).rounds);
    const failed: Record<string, string> = {};
    const peer = await runPeer(bench).catch((error: unknown) => {
      failed['simfaas'] = messageOf(error);
      return undefined;
    });
    const trace = await runSimulation(bench, quick ? quickWeek : week);
    const [traced] = trace.rounds;
    const rates = { fixed, kpa, ...(peer === undefined ? {} : { simfaas: peer }) };
    for (const [name, { perSecond, perCpuSecond }] of Object.entries(rates)) {
      say(
        `  ${name.padEnd(9)} ${formatNumber(perSecond).padStart(10)}/s  ` +
          `${formatNumber(perCpuSecond).padStart(10)} per CPU second`,
      );
    }
    say(`  week      ${formatNumber(traced?.invocations)} invocations`);
    const traceSeconds = traced?.seconds ?? null;
    return {
      figures: [
        atLeast('invocationsPerSecond', fixed.perSecond, 1_000_000),
        atLeast('invocationsPerSecondKpa', kpa.perSecond, 300_000),
        below('traceSeconds', traceSeconds, 600),
        below('traceMiB', trace.peakMiB, 4096),
      ],
      fields: {
        invocationsPerSecond: fixed.perSecond,
        invocationsPerSecondKpa: kpa.perSecond,
        perCpuSecond: Object.fromEntries(
          Object.entries(rates).map(([name, one]) => [name, one.perCpuSecond]),
        ),
        ratio: { simfaas: ratio(fixed.perCpuSecond, peer?.perCpuSecond) },
        traceSeconds,
        traceMiB: trace.peakMiB,
        traceInvocations: traced?.invocations ?? null,
      },
      missing: isPeerPrepared() ? [] : ['simfaas'],
      failed,
    };
  },
};

async function runSimulation(bench: BenchContext, order: SimulateOrder): Promise<SimulateCosts> {
  const script = fileURLToPath(compiledModule(import.meta.url, './processes/simulate-process.ts'));
  return JSON.parse(await run(bench, process.execPath, [script, JSON.stringify(order)])) as SimulateCosts;
}

function isPeerPrepared(): boolean {
  return whyUnprepared(peerFolder, 'SimFaaS') === undefined;
}

/** Undefined where it is not prepared. */
async function runPeer(bench: BenchContext): Promise<Rates | undefined> {
  const python = findPython();
  if (python === undefined || !isPeerPrepared()) return undefined;
  const script = join(packageRoot, 'test', 'bench', 'peers', 'run-simfaas.py');
  const order = { ...peerOrder, seconds: bench.quick ? 2 : 20 };
  const found: SimulatedRound[] = [];
  for (let round = 0; round < (bench.quick ? 1 : 3); round++) {
    const args = [`PYTHONPATH=${peerFolder}`, python, script, JSON.stringify(order)];
    found.push(JSON.parse(await run(bench, '/usr/bin/env', args)) as SimulatedRound);
  }
  return toRates(found);
}

async function run({ conditions, scope }: BenchContext, file: string, args: string[]): Promise<string> {
  const command = conditions.pinning.onTargetCore({ file, args });
  return (await runCommand(command, limitSeconds, scope)).stdout;
}

function toRates(all: readonly SimulatedRound[]): Rates {
  return {
    perSecond: median(all.map(({ invocations, seconds }) => invocations / seconds)),
    perCpuSecond: median(all.map(({ invocations, cpuSeconds }) => invocations / cpuSeconds)),
  };
}
