/**
 * A guest that has initialised, as files: its memory, and the state of its devices. Any number of copies begin where it
 * was, each reading of the memory only what it touches (qemu.org/docs/master/devel/migration: migration to a stream,
 * with memory that is shared left out).
 */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Guest } from './guest.ts';
import { descriptors, type GuestSpec } from './qemu-command.ts';
import type { QmpClient } from './qmp-client.ts';

export interface Snapshot {
  readonly spec: GuestSpec;
  readonly memoryPath: string;
  readonly statePath: string;
}

export function toSnapshot(spec: GuestSpec, folder: string): Snapshot {
  return { spec, memoryPath: join(folder, 'memory'), statePath: join(folder, 'state') };
}

/**
 * Saves the state of a guest whose memory is the snapshot's file already. The guest does not run on.
 *
 * @throws QmpError, or a system error, when it cannot be saved.
 */
export async function saveGuest({ qemu }: Guest, { statePath }: Snapshot): Promise<void> {
  // QEMU may not open files once it runs, but it may connect.
  const socketPath = `${statePath}.sock`;
  const server = createServer();
  try {
    server.listen(socketPath);
    await once(server, 'listening');
    const connected = once(server, 'connection') as Promise<[Socket]>;
    await leaveMemoryOut(qemu.monitor);
    await qemu.monitor.execute('migrate', { uri: `unix:${socketPath}` });
    const [socket] = await connected;
    await pipeline(socket, createWriteStream(statePath, { mode: 0o600 }));
  } finally {
    server.close();
  }
  const { status } = (await qemu.monitor.execute('query-migrate')) as { readonly status: string };
  if (status !== 'completed') throw new Error(`the guest could not be saved: ${status}`);
}

/** Has a guest that was started on the snapshot's memory begin where the saved one stopped. @throws QmpError */
export async function restoreGuest({ qemu }: Guest): Promise<void> {
  await leaveMemoryOut(qemu.monitor);
  await qemu.monitor.execute('migrate-incoming', { uri: `fd:${descriptors.state}` });
}

/** It is in its file, and in no stream. */
async function leaveMemoryOut(monitor: QmpClient): Promise<void> {
  const capabilities = [{ capability: 'x-ignore-shared', state: true }];
  await monitor.execute('migrate-set-capabilities', { capabilities });
}
