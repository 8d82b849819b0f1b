/** A store in memory that a second user finds as the first one left it, and that can be told to take nothing. */
import { createMemoryStore, type DataStore } from '../../platform/storage/data-store.ts';

export interface LastingStore extends DataStore {
  /** What each commit fails with; undefined while it takes changes. */
  failure: Error | undefined;
}

export function createLastingStore(): LastingStore {
  const tables = new Map<string, Map<string, unknown>>();
  const store: LastingStore = {
    ...createMemoryStore(),
    failure: undefined,
    table(name) {
      const table = tables.get(name) ?? new Map<string, unknown>();
      tables.set(name, table);
      return table as never;
    },
    commit: () => (store.failure === undefined ? Promise.resolve() : Promise.reject(store.failure)),
  };
  return store;
}
