/**
 * Tables that are as fast as memory, because they are in memory, and as safe as the disk, because each change goes into a
 * journal. Changes made together, before the next `commit` takes them, are on the disk together or not at all.
 */
import { PlatformError } from '../platform-error.ts';
import type { Journal, JournalOptions } from './journal.ts';
import type { JournalRecord } from './journal-batch.ts';

/** Values must not change: a value that is other is another one. */
export interface Table<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  /** In the order in which the keys came. */
  entries(): IterableIterator<[string, Value]>;
}

/** How a value stands in the journal. */
export interface Codec<Value> {
  toJson(value: Value): unknown;
  fromJson(json: unknown): Value;
}

export interface DataStore {
  /** The table of that name, with what it held before. Once for each. */
  table<Value>(name: string, codec: Codec<Value>): Table<Value>;
  /**
   * Resolves when every change made before is safe: many callers at once share one write. Rejects with PlatformError
   * `DATA_NOT_WRITTEN` when the disk does not take it; nothing is forgotten, and the next call tries it again.
   */
  commit(): Promise<void>;
  /** The same for what may be lost with the platform; a failure is only logged. */
  commitSoon(): void;
  /** Writes what is left. */
  close(): Promise<void>;
}

interface OpenTable {
  /** One for each row, made only when it is written. */
  toRecords(): Iterable<() => JournalRecord>;
}

/** A journal that is twice as long as when it was last written anew, and this much more, is written anew. */
const leastSurplusBytes = 16 * 1024 * 1024;

/** What ends with the platform. */
export function createMemoryStore(): DataStore {
  return {
    table: () => new Map(),
    commit: () => Promise.resolve(),
    commitSoon: () => undefined,
    close: () => Promise.resolve(),
  };
}

export interface DataStoreOptions {
  /** Opens the journal and has it tell what it holds. */
  readonly open: (apply: JournalOptions['apply']) => Promise<Journal>;
  readonly log: (line: string) => void;
}

/** @throws PlatformError `DATA_FOLDER_DAMAGED`; a system error. */
export async function openDataStore({ open, log }: DataStoreOptions): Promise<DataStore> {
  const restored = new Map<string, Map<string, unknown>>();
  const journal = await open(([table, key, ...values]) => {
    const rows = restored.get(table) ?? new Map<string, unknown>();
    restored.set(table, rows);
    if (values.length === 0) rows.delete(key);
    else rows.set(key, values[0]);
  });
  const tables = new Map<string, OpenTable>();
  let dirty = new Map<string, () => JournalRecord>();
  // What an earlier platform has written may be mostly over by now.
  let baseBytes = 0;
  let isFailing = false;
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;

  async function flush(): Promise<void> {
    const changes = dirty;
    dirty = new Map();
    try {
      if (journal.isSound()) await journal.append([...changes.values()].map((toRecord) => toRecord()));
      else await rewrite();
    } catch (error) {
      dirty = new Map([...changes, ...dirty]);
      throw fail(error);
    }
    if (isFailing) log('the data folder takes changes again');
    isFailing = false;
  }

  /** What is there now, all at once: a row must not be missed because it moved from one table to the other meanwhile. */
  async function rewrite(): Promise<void> {
    const rows = [...tables.values()].flatMap((table) => [...table.toRecords()]);
    // What nobody has asked for yet stays as well.
    for (const [table, values] of restored) {
      for (const [key, value] of values) rows.push(() => [table, key, value]);
    }
    await journal.rewrite(toRecords(rows));
    baseBytes = journal.bytes();
  }

  /** Nobody waits for it but the next change. */
  async function compact(): Promise<void> {
    if (journal.bytes() < 2 * baseBytes + leastSurplusBytes) return;
    await rewrite().catch((error: unknown) => {
      fail(error);
      // Not with every change.
      baseBytes = journal.bytes();
    });
  }

  function fail(error: unknown): PlatformError {
    const message = `the data folder does not take the change: ${(error as Error).message}`;
    if (!isFailing) log(message);
    isFailing = true;
    return new PlatformError('DATA_NOT_WRITTEN', message, { cause: error });
  }

  function commit(): Promise<void> {
    if (dirty.size === 0) return running;
    next ??= running
      .catch(() => undefined)
      .then(compact)
      .then(() => {
        next = undefined;
        running = flush();
        return running;
      });
    return next;
  }

  return {
    table<Value>(name: string, codec: Codec<Value>): Table<Value> {
      const rows = new Map<string, Value>();
      for (const [key, json] of restored.get(name) ?? []) rows.set(key, codec.fromJson(json));
      restored.delete(name);
      const toRecord = (key: string): JournalRecord => {
        const value = rows.get(key);
        return value === undefined ? [name, key] : [name, key, codec.toJson(value)];
      };
      const change = (key: string): void => void dirty.set(`${name}/${key}`, () => toRecord(key));
      tables.set(name, {
        *toRecords() {
          for (const [key, value] of rows) yield () => [name, key, codec.toJson(value)];
        },
      });
      return {
        get: (key) => rows.get(key),
        set(key, value) {
          rows.set(key, value);
          change(key);
        },
        delete(key) {
          if (rows.delete(key)) change(key);
        },
        entries: () => rows.entries(),
      };
    },
    commit,
    commitSoon: () => void commit().catch(() => undefined),
    async close() {
      await commit().catch(() => undefined);
      await journal.close();
    },
  };
}

function* toRecords(rows: readonly (() => JournalRecord)[]): Generator<JournalRecord> {
  for (const toRecord of rows) yield toRecord();
}
