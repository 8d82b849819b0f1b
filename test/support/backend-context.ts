/** What a backend is made with, where a test makes one without a platform. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../platform/clock.ts';
import type { BackendContext } from '../../platform/isolation/backend-context.ts';
import { findRuntimes } from '../../platform/runtime/runtimes.ts';

/** @param folder - the test's own; the functions' folders go into `code` in it. */
export async function createBackendContext(
  folder: string,
  options: Partial<BackendContext> = {},
): Promise<BackendContext> {
  const codeFolder = join(folder, 'code');
  await mkdir(codeFolder, { recursive: true });
  return {
    clock: systemClock,
    runtimes: findRuntimes(),
    folder,
    codeFolder,
    instancesFolder: join(folder, 'instances'),
    networkOf: () => 'none',
    isHardened: true,
    prewarm: {},
    ...options,
  };
}
