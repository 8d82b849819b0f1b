import colors from 'picocolors';
import type { Argv, CommandModule } from 'yargs';
import { findPriceBook } from '../../analyze/cost/load-price-books.ts';
import { toBillingTerms } from '../../run/billing-terms.ts';
import { readScenario } from '../profile-settings.ts';

interface Arguments {
  readonly scenario: string;
}

export const validateCommand: CommandModule<object, Arguments> = {
  command: 'validate <scenario>',
  describe: 'Check a scenario without running it',
  builder: (yargs) =>
    (yargs as Argv<Arguments>)
      .positional('scenario', { describe: 'YAML file', type: 'string', demandOption: true })
      .example(
        '$0 validate load.yaml',
        'every problem with its file:line:col; exit code 104 if there is one',
      ),
  async handler({ scenario: file }) {
    const scenario = await readScenario(file);
    findPriceBook(toBillingTerms(scenario));
    const functions = Object.keys(scenario.functions).length;
    const summary = `${functions} functions, ${scenario.experiments.length} experiments on ${scenario.provider.id}`;
    process.stdout.write(`${colors.green('✓')} ${file}: ${scenario.name}, ${summary}\n`);
  },
};
