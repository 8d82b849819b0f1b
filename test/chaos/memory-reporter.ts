/** Loaded into a platform ahead of it: on each message it collects all garbage and tells how much is left. */
import { getHeapStatistics } from 'node:v8';

process.on('message', () => {
  globalThis.gc?.();
  // These figures need no file, which `process.memoryUsage()` opens: there may be no handle left for one.
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  process.send?.((heap + external) / 2 ** 20);
});
// Who listens to messages is kept alive by them; a platform has to end all the same.
process.channel?.unref();
