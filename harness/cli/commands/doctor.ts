import colors from 'picocolors';
import type { CommandModule } from 'yargs';
import { FaasmarkError } from '../../contract/errors.ts';
import { examine } from '../examine.ts';

export const doctorCommand: CommandModule = {
  command: 'doctor',
  describe: 'Say what this machine can run, and what is missing',
  builder: (yargs) => yargs.example('$0 doctor', 'exit code 0 if the quickstart can run here, 106 if not'),
  async handler() {
    const findings = await examine();
    for (const { state, subject, text } of findings) {
      const mark = { good: colors.green('✓'), limited: colors.yellow('!'), bad: colors.red('✗') }[state];
      process.stdout.write(`${mark} ${subject.padEnd(18)} ${text}\n`);
    }
    const bad = findings.filter((one) => one.state === 'bad').map((one) => one.subject);
    if (bad.length > 0)
      throw new FaasmarkError('RUNTIME_MISSING', `this machine cannot run the quickstart: ${bad.join(', ')}`);
  },
};
