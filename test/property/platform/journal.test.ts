import { copyFile, mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fc } from '../../support/property.ts';
import { type DataStore, openDataStore } from '../../../platform/storage/data-store.ts';
import { openJournal } from '../../../platform/storage/journal.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-journal-'));
});
afterEach(() => rm(folder, { recursive: true }));

const codec = { toJson: (value: string) => value, fromJson: String };
const tableNames = ['one', 'other'] as const;

interface Change {
  readonly table: (typeof tableNames)[number];
  readonly key: string;
  /** Undefined to delete. */
  readonly value: string | undefined;
}

const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    table: fc.constantFrom(...tableNames),
    key: fc.constantFrom('a', 'b', 'c', 'ä/\n'),
    value: fc.option(fc.string({ unit: 'binary', maxLength: 20 }), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 6 },
);

/** All rows of both tables, in order of table and key. */
type State = readonly (readonly [string, string])[];

function open(path: string): Promise<DataStore> {
  const log = (): void => undefined;
  return openDataStore({ open: (apply) => openJournal({ path, apply, log }), log });
}

async function read(path: string): Promise<State> {
  const store = await open(path);
  const state = tableNames.flatMap((name) =>
    [...store.table(name, codec).entries()].map(([key, value]) => [`${name}/${key}`, value] as const),
  );
  await store.close();
  return sort(state);
}

function sort(state: State): State {
  return state.toSorted(([one], [other]) => (one < other ? -1 : 1));
}

describe('a store that is cut off anywhere', () => {
  it('is what it was after one of its commits: the last one that is there whole', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(changes, { minLength: 1, maxLength: 8 }), fc.nat(), async (commits, cut) => {
        const path = join(folder, String(run++));
        const model = new Map<string, string>();
        /** After each commit: where the file ended, and what was in it. */
        const milestones: { readonly bytes: number; readonly state: State }[] = [{ bytes: 0, state: [] }];
        let bytes = (): number => 0;
        const store = await openDataStore({
          async open(apply) {
            const journal = await openJournal({ path, apply, log: () => undefined });
            bytes = () => journal.bytes();
            return journal;
          },
          log: () => undefined,
        });
        const tables = new Map(tableNames.map((name) => [name, store.table(name, codec)]));
        for (const commit of commits) {
          for (const { table, key, value } of commit) {
            if (value === undefined) tables.get(table)?.delete(key);
            else tables.get(table)?.set(key, value);
            if (value === undefined) model.delete(`${table}/${key}`);
            else model.set(`${table}/${key}`, value);
          }
          await store.commit();
          milestones.push({ bytes: bytes(), state: sort([...model]) });
        }
        await store.close();
        expect(await read(path)).toEqual(milestones.at(-1)?.state);

        const at = cut % (bytes() + 1);
        await copyFile(path, `${path}.cut`);
        await truncate(`${path}.cut`, at);
        const whole = milestones.findLast((milestone) => milestone.bytes <= at);
        expect(await read(`${path}.cut`)).toEqual(whole?.state);
      }),
      { numRuns: 60 },
    );
  });
});
