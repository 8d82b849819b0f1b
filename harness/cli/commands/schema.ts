import type { CommandModule } from 'yargs';
import { createScenarioJsonSchema } from '../../scenario/schema/scenario-file.ts';
import { toJson } from '../../sinks/run-directory/write-run-file.ts';

export const schemaCommand: CommandModule = {
  command: 'schema',
  describe: 'Print the JSON Schema of a scenario',
  builder: (yargs) =>
    yargs.example('$0 schema > scenario.schema.json', 'for an editor that completes and checks YAML'),
  handler() {
    process.stdout.write(toJson(createScenarioJsonSchema()));
  },
};
