/** Compares the price books with what the providers list now. It proposes; it writes only when told to. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Argv, CommandModule } from 'yargs';
import { createAwsList } from '../../analyze/cost/lists/aws-list.ts';
import { createAzureList } from '../../analyze/cost/lists/azure-list.ts';
import { createGcpList } from '../../analyze/cost/lists/gcp-list.ts';
import { type ListKind, listKinds } from '../../analyze/cost/lists/list-entry.ts';
import type { FindTiers } from '../../analyze/cost/lists/listed-prices.ts';
import {
  type PriceChange,
  applyChanges,
  isJump,
  proposeChanges,
  refuseJumps,
} from '../../analyze/cost/lists/propose-changes.ts';
import { loadPriceBooks, priceBookFolder } from '../../analyze/cost/load-price-books.ts';
import { createMonotonicClock } from '../../contract/clock.ts';
import { FaasmarkError } from '../../contract/errors.ts';
import { toJson } from '../../sinks/run-directory/write-run-file.ts';
import { toPriceText } from '../price-text.ts';
import { toTextTable } from '../text-table.ts';

interface Flags {
  readonly provider: ListKind | undefined;
  readonly from: string | undefined;
  readonly write: boolean;
  readonly 'accept-jumps': boolean;
}

const addresses: Readonly<Record<ListKind, string>> = {
  aws: 'https://pricing.us-east-1.amazonaws.com',
  azure: 'https://prices.azure.com',
  gcp: 'https://cloudbilling.googleapis.com',
};

export const pricesUpdateCommand: CommandModule<object, Flags> = {
  command: 'update',
  describe: 'Compare the price books with the lists of AWS, Azure and Google Cloud',
  builder: (yargs): Argv<Flags> =>
    yargs
      .option('provider', { choices: listKinds, describe: 'ask this one alone' })
      .option('from', { type: 'string', describe: 'address of a copy of its list; needs --provider' })
      .option('write', { type: 'boolean', default: false, describe: 'write what is proposed into the books' })
      .option('accept-jumps', {
        type: 'boolean',
        default: false,
        describe: 'write prices that differ by more than 50 %, too',
      }),
  async handler({ provider, from, write, 'accept-jumps': acceptsJumps }) {
    const changes = await proposeChanges(loadPriceBooks(), createLists(provider, from));
    process.stdout.write(describeChanges(changes));
    if (!acceptsJumps) refuseJumps(changes);
    if (write) await writeBooks(changes, toSources(provider, from));
  },
};

function createLists(
  provider: ListKind | undefined,
  from: string | undefined,
): Partial<Record<ListKind, FindTiers>> {
  if (from !== undefined && provider === undefined) {
    throw new FaasmarkError('USAGE', '--from is the address of one list', {
      hint: `Name whose it is: --provider ${listKinds.join(' or ')}.`,
    });
  }
  if (from !== undefined && !URL.canParse(from)) {
    throw new FaasmarkError('USAGE', `--from "${from}" is no URL`, {
      hint: 'Give it as http://host:port.',
    });
  }
  const wanted = provider === undefined ? listKinds : [provider];
  return Object.fromEntries(wanted.map((kind) => [kind, createList(kind, new URL(from ?? addresses[kind]))]));
}

function createList(kind: ListKind, base: URL): FindTiers {
  switch (kind) {
    case 'aws':
      return createAwsList(base);
    case 'azure':
      return createAzureList(base);
    case 'gcp':
      return createGcpList(base, process.env['GOOGLE_API_KEY']);
  }
}

function describeChanges(changes: readonly PriceChange[]): string {
  if (changes.length === 0) return 'Every price is as it is listed.\n';
  return toTextTable(
    ['book', 'price', 'in the book', 'listed', 'change'],
    changes.map((one) => [
      one.book,
      one.quantity,
      toPriceText(one.known),
      one.listed === undefined ? 'not in the list' : toPriceText(one.listed),
      one.listed === undefined ? '' : `${(one.change * 100).toFixed(1)} %${isJump(one) ? ' (a jump)' : ''}`,
    ]),
  );
}

function toSources(
  provider: ListKind | undefined,
  from: string | undefined,
): Readonly<Record<ListKind, string>> {
  return provider === undefined || from === undefined ? addresses : { ...addresses, [provider]: from };
}

async function writeBooks(
  changes: readonly PriceChange[],
  sources: Readonly<Record<ListKind, string>>,
): Promise<void> {
  const today = new Date(createMonotonicClock().epochMs()).toISOString().slice(0, 10);
  const changed = new Set(changes.filter((one) => one.listed !== undefined).map((one) => one.book));
  for (const book of loadPriceBooks().filter((one) => changed.has(one.id))) {
    const file = join(priceBookFolder, `${book.id}.json`);
    await writeFile(file, toJson(applyChanges(book, changes, sources, today)));
    process.stdout.write(`wrote ${file}\n`);
  }
}
