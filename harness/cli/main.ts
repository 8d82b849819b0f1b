#!/usr/bin/env node
/** The command line. The composition root: the only place that knows every part. */
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { exitCodes } from '../contract/exit-codes.ts';
import { comparePoliciesCommand } from './commands/compare-policies.ts';
import { dashCommand } from './commands/dash.ts';
import { dashboardsCommand } from './commands/dashboards.ts';
import { doctorCommand } from './commands/doctor.ts';
import { exportCommand } from './commands/export.ts';
import { functionsCommand } from './commands/functions.ts';
import { keyValueCommand } from './commands/key-value.ts';
import { platformCommand } from './commands/platform.ts';
import { pricesCommand } from './commands/prices.ts';
import { replayCommand } from './commands/replay.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { schemaCommand } from './commands/schema.ts';
import { simulateCommand } from './commands/simulate.ts';
import { validateCommand } from './commands/validate.ts';
import { exitCodeOf, showError } from './show-error.ts';
import { versions } from './versions.ts';

try {
  await yargs(hideBin(process.argv))
    .scriptName('faasmark')
    .usage('$0 measures cold start, scale-out and cost of FaaS platforms\n\nUsage: $0 <command>')
    .command(runCommand)
    .command(reportCommand)
    .command(dashCommand)
    .command(dashboardsCommand)
    .command(replayCommand)
    .command(validateCommand)
    .command(schemaCommand)
    .command(exportCommand)
    .command(functionsCommand)
    .command(keyValueCommand)
    .command(pricesCommand)
    .command(platformCommand)
    .command(simulateCommand)
    .command(comparePoliciesCommand)
    .command(doctorCommand)
    .demandCommand(1, 'Which command? "faasmark run" measures the built-in platform in under a minute.')
    // The last one counts, as with most commands.
    .parserConfiguration({ 'duplicate-arguments-array': false })
    .strict()
    .recommendCommands()
    .version(versions['faasmark'] ?? '')
    .alias('h', 'help')
    .wrap(Math.min(100, process.stdout.columns ?? 100))
    .epilogue(
      'Exit codes: 0 done, 99 a threshold failed, 103 the run could not be completed,\n' +
        '104 a scenario or flag is wrong, 105 ended by Ctrl-C, 106 something outside is missing\n' +
        '(port, disk, server, runtime), 1 a defect of faasmark.',
    )
    .fail((message, error, parser) => {
      // Its own complaints, unlike those of our commands, are about the command line.
      if (error !== undefined && error.name !== 'YError') throw error;
      parser.showHelp();
      process.stderr.write(`\n${message}\n`);
      process.exit(exitCodes.badConfig);
    })
    .parseAsync();
} catch (error) {
  showError(error);
  process.exitCode = exitCodeOf(error);
}
