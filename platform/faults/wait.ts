/** A wait on the platform's clock. */
import type { Clock } from '../clock.ts';

export async function wait(clock: Clock, ms: number): Promise<void> {
  if (ms <= 0) return;
  await new Promise<void>((resolve) => {
    clock.after(ms, resolve);
  });
}
