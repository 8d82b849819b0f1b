/** Time for chaos to take its course: the only wait here. */
import { setTimeout as delay } from 'node:timers/promises';

export async function sleep(ms: number): Promise<void> {
  await delay(ms);
}
