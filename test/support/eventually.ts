/** Waits for something that another process brings about. */
import { setTimeout as delay } from 'node:timers/promises';

/** Looks until `get` gives what is wanted, or gives up after ten seconds and returns what there was last. */
export async function eventually<Value>(
  get: () => Promise<Value>,
  isWanted: (value: Value) => boolean,
): Promise<Value> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const value = await get();
    if (isWanted(value) || performance.now() > deadline) return value;
    await delay(50);
  }
}
