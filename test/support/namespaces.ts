/** Whether processes get namespaces of their own on this machine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProcessBackend } from '../../platform/isolation/process.ts';
import { createBackendContext } from './backend-context.ts';

/** Undefined where they do; else the sentence to skip with. */
export const namespacesAreMissing: string | undefined = await findMissing();

async function findMissing(): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'faasmark-probe-'));
  const backend = createProcessBackend(await createBackendContext(folder));
  const availability = await backend.probe();
  await backend.close();
  await rm(folder, { recursive: true });
  if (!availability.isAvailable) return availability.reason;
  return availability.madeOf.startsWith('namespaces') ? undefined : availability.madeOf;
}
