/** Whether this machine can run virtual machines: the first time that takes a boot, later it is remembered. */
import { tmpdir } from 'node:os';
import { createMicrovmBackend } from '../../platform/isolation/microvm/microvm-backend.ts';
import { findRuntimes } from '../../platform/runtime/runtimes.ts';

const availability = await createMicrovmBackend({
  runtimes: findRuntimes(),
  instancesFolder: tmpdir(),
}).probe();

/** Undefined where it can; else the sentence to skip with. */
export const microvmIsMissing: string | undefined = availability.isAvailable
  ? undefined
  : availability.reason;
