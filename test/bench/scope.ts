/**
 * Owns what a benchmark starts. Whatever way it ends, by itself, by an error or by Ctrl-C, every process is ended by
 * the id of the group that was made for it, and the temporary folder is removed.
 */
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Scope {
  readonly folder: string;
  /** Aborts when the benchmark is to end early. */
  readonly signal: AbortSignal;
  /** Takes a process that was started `detached`, so that it leads a group of its own. */
  own(child: ChildProcess): void;
  end(): void;
}

export async function createScope(signal: AbortSignal): Promise<Scope> {
  const folder = await mkdtemp(join(tmpdir(), 'faasmark-bench-'));
  const owned = new Set<ChildProcess>();
  return {
    folder,
    signal,
    own(child) {
      owned.add(child);
      child.once('exit', () => owned.delete(child));
    },
    end() {
      for (const child of owned) endGroup(child, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The process and all that it has started. */
export function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself meanwhile.
  }
}
