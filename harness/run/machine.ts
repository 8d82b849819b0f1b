/** What the load was sent from: without it nobody can repeat a run. */
import { arch, cpus, platform, release, totalmem } from 'node:os';

export function describeMachine(): Readonly<Record<string, string | number>> {
  const cores = cpus();
  return {
    processor: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.versions.node,
  };
}
