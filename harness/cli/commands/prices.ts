/** The price books: list them, and compare them with what the providers list now. */
import type { Argv, CommandModule } from 'yargs';
import { loadMachines } from '../../analyze/cost/machines.ts';
import { loadPriceBooks } from '../../analyze/cost/load-price-books.ts';
import { quantityUnits, type Quantity } from '../../analyze/cost/usage.ts';
import type { Price } from '../../analyze/cost/price-book.ts';
import { toJson } from '../../sinks/run-directory/write-run-file.ts';
import { toPriceText } from '../price-text.ts';
import { toTextTable } from '../text-table.ts';
import { pricesUpdateCommand } from './prices-update.ts';

export const pricesCommand: CommandModule<object, { json: boolean }> = {
  command: 'prices',
  describe: 'List the price books, or compare them with the lists of the providers',
  builder: (yargs): Argv<{ json: boolean }> =>
    yargs
      .command(pricesUpdateCommand)
      .option('json', { type: 'boolean', default: false, describe: 'as JSON, with every source' })
      .example('$0 prices', 'every price that runs are billed by, with its date'),
  handler({ json }) {
    const [books, machines] = [loadPriceBooks(), loadMachines()];
    process.stdout.write(json ? toJson({ books, machines }) : `${toBookTable()}\n${toMachineTable()}`);
  },
};

function toBookTable(): string {
  const rows = loadPriceBooks().flatMap((book) =>
    (Object.entries(book.prices) as [Quantity, Price][]).map(([quantity, price]) => [
      book.provider,
      book.region,
      book.architecture ?? 'any',
      quantityUnits[quantity],
      toPriceText(price.tiers),
      price.free === 0 ? '' : price.free.toLocaleString('en-US'),
      price.readAt ?? 'unknown',
      price.doubt ?? '',
    ]),
  );
  return toTextTable(
    ['provider', 'region', 'architecture', 'billed', 'USD for one', 'free a month', 'as of', 'in doubt'],
    rows,
  );
}

function toMachineTable(): string {
  return toTextTable(
    ['always on', 'kind', 'architecture', 'cores', 'MiB', 'USD an hour', 'as of', 'in doubt'],
    loadMachines().map((one) => [
      one.name,
      one.kind,
      one.architecture,
      one.cores,
      one.memoryMiB,
      one.usdPerHour,
      one.readAt ?? 'unknown',
      one.doubt ?? '',
    ]),
  );
}
