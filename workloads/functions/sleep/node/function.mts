/** Waits without using the processor. */
import { setTimeout as delay } from 'node:timers/promises';

export async function handle(event: { readonly sleepMs: number }): Promise<{ sleptMs: number }> {
  await delay(event.sleepMs);
  return { sleptMs: event.sleepMs };
}
