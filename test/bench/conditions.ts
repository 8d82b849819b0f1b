/** What a figure has to be quoted with: the machine, how busy it was, who took part and where each ran. */
import { arch, availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import type { FoundPeer } from './peers/peer.ts';
import type { Pinning } from './pinning.ts';

export interface Conditions {
  readonly processor: string;
  readonly cores: number;
  readonly memoryMiB: number;
  readonly system: string;
  readonly node: string;
  /** Of the last minute, when the benchmark began: what others did on the machine. */
  readonly loadAverage: number;
  readonly startedAt: string;
  readonly pinning: Pinning;
}

export function readConditions(pinning: Pinning): Conditions {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    system: `${process.platform} ${release()} ${arch()}`,
    node: process.versions.node,
    loadAverage: loadavg()[0] ?? Number.NaN,
    startedAt: new Date().toISOString(),
    pinning,
  };
}

export function describeConditions(conditions: Conditions): string[] {
  const { processor, cores, memoryMiB, system, node, loadAverage, pinning } = conditions;
  return [
    `${processor}, ${cores} cores, ${memoryMiB} MiB; ${system}; node ${node}`,
    `load average ${loadAverage.toFixed(2)}; ${pinning.description}`,
  ];
}

export function describePeers(found: readonly FoundPeer[], missing: readonly string[]): string {
  const names = found.map(({ name, version }) => `${name} ${version}`).join(', ');
  return `contenders: ${names}; missing: ${missing.length === 0 ? 'none' : missing.join(', ')}`;
}
