/** The functions that a scenario may use. */
import type { Argv, CommandModule } from 'yargs';
import { functionCatalog } from '../../../workloads/catalog.ts';
import { toJson } from '../../sinks/run-directory/write-run-file.ts';
import { toFunctionTable } from '../function-table.ts';

export const functionsCommand: CommandModule<object, { json: boolean }> = {
  command: 'functions',
  describe: 'List the functions that a scenario may use',
  builder: (yargs): Argv<{ json: boolean }> =>
    yargs
      .option('json', { type: 'boolean', default: false, describe: 'as JSON, with the inputs as they are' })
      .example('$0 functions', 'in a scenario: { use: graph, runtime: python, input: small }'),
  handler({ json }) {
    const definitions = [...functionCatalog.values()];
    const listed = definitions.map(({ name, description, languages, stresses, inputs }) => ({
      name,
      description,
      languages,
      stresses,
      inputs,
    }));
    process.stdout.write(json ? toJson({ functions: listed }) : toFunctionTable(definitions));
  },
};
