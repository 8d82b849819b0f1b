/** SnapStart: one snapshot for each revision that wants it, made once and kept for as long as the revision is there. */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FunctionRevision } from '../../control/function-revision.ts';
import type { Sandbox, SandboxRequest } from '../backend.ts';
import type { Launcher } from '../launcher.ts';
import { createRuntimeSandbox, type RuntimeSandboxContext } from '../runtime-sandbox.ts';
import type { Guest } from './guest.ts';
import type { Machine } from './machine.ts';
import { startFunction, toLaunched } from './start-in-guest.ts';
import { saveGuest, type Snapshot, toSnapshot } from './snapshot.ts';

export interface Snapshots {
  /** That of a revision, made if need be; undefined when the function does not initialise, as its instances then show. */
  get(revision: FunctionRevision): Promise<Snapshot | undefined>;
  drop(revision: FunctionRevision): Promise<void>;
  close(): Promise<void>;
}

interface Kept {
  readonly folder: string;
  readonly snapshot: Promise<Snapshot | undefined>;
  /** Ends the making of it. */
  stop(): Promise<void>;
}

/** As Lambda's for an initialisation that nobody waits for (docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html). */
const initLimitMs = 130_000;

export function createSnapshots(machine: Machine, context: RuntimeSandboxContext): Snapshots {
  const kept = new Map<string, Kept>();

  function begin(revision: FunctionRevision): Kept {
    // Short: a socket in it must have a path of no more than 107 bytes.
    const id = `snapshot-${randomBytes(4).toString('hex')}`;
    const folder = join(context.instancesFolder, `${id}-files`);
    mkdirSync(folder, { mode: 0o700 });
    const snapshot = toSnapshot(machine.specOf(revision), folder);
    let guest: Guest | undefined;
    const launcher: Launcher = {
      restore: 'hold',
      launch(order) {
        const memoryFile = { path: snapshot.memoryPath, use: 'save' } as const;
        guest = machine.boot({ spec: snapshot.spec, memoryFile });
        startFunction(guest, order);
        return Promise.resolve(toLaunched(guest, machine, 'new'));
      },
    };
    const sandbox = createRuntimeSandbox(toRequest(id, revision), launcher, context);
    const save = async (): Promise<void> => {
      if (guest === undefined) return;
      await guest.prepareCopies();
      await saveGuest(guest, snapshot);
    };
    return {
      folder,
      snapshot: make(sandbox, save).then((isMade) => (isMade ? snapshot : undefined)),
      stop: () => sandbox.destroy(),
    };
  }

  async function make(sandbox: Sandbox, save: () => Promise<void>): Promise<boolean> {
    const limit = machine.clock.after(initLimitMs, () => void sandbox.destroy());
    try {
      const outcome = await sandbox.started;
      if (outcome.kind === 'ready') await save();
      return outcome.kind === 'ready';
    } catch {
      // Its instances boot, then.
      return false;
    } finally {
      limit.cancel();
      await sandbox.destroy();
    }
  }

  async function remove(found: Kept): Promise<void> {
    await found.stop();
    await found.snapshot;
    await rm(found.folder, { recursive: true, force: true });
  }

  return {
    get(revision) {
      const found = kept.get(revision.revisionId) ?? begin(revision);
      kept.set(revision.revisionId, found);
      return found.snapshot;
    },
    async drop({ revisionId }) {
      const found = kept.get(revisionId);
      kept.delete(revisionId);
      if (found !== undefined) await remove(found);
    },
    async close() {
      await Promise.all([...kept.values()].map(remove));
    },
  };
}

function toRequest(id: string, revision: FunctionRevision): SandboxRequest {
  return {
    id,
    revision,
    initializationType: 'snap-start',
    // Each copy is told its own.
    logStreamName: id,
    onOutput: () => undefined,
    onIdleExit: () => undefined,
  };
}
