import type { Argv, CommandModule } from 'yargs';
import { createScenarioJsonSchema } from '../../scenario/schema/scenario-file.ts';
import { toJson } from '../../sinks/run-directory/write-run-file.ts';
import { createSummaryJsonSchema } from '../../sinks/summary/summary-schema.ts';

const schemas = {
  scenario: createScenarioJsonSchema,
  summary: createSummaryJsonSchema,
};

interface Arguments {
  readonly of: 'scenario' | 'summary';
}

export const schemaCommand: CommandModule<object, Arguments> = {
  command: 'schema [of]',
  describe: 'Print the JSON Schema of a scenario, or of summary.json',
  builder: (yargs) =>
    (yargs as Argv<Arguments>)
      .positional('of', { choices: ['scenario', 'summary'] as const, default: 'scenario' as const })
      .example('$0 schema > scenario.schema.json', 'for an editor that completes and checks YAML')
      .example('$0 schema summary > summary.schema.json', 'for a program that reads the result'),
  handler({ of }) {
    process.stdout.write(toJson(schemas[of]()));
  },
};
