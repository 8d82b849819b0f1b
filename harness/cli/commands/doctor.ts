import colors from 'picocolors';
import type { Argv, CommandModule } from 'yargs';
import { FaasmarkError } from '../../contract/errors.ts';
import { examine } from '../examine.ts';
import { catchInterrupts } from '../interrupt.ts';
import { measureLimit } from '../measure-limit.ts';

interface Arguments {
  readonly what: 'machine' | 'load';
}

export const doctorCommand: CommandModule<object, Arguments> = {
  command: 'doctor [what]',
  describe: 'Say what this machine can run and what is missing, or how much load it can send',
  builder: (yargs) =>
    (yargs as Argv<Arguments>)
      .positional('what', {
        describe:
          'machine: what can run here; load: the rate at which the generator itself begins to be late',
        choices: ['machine', 'load'] as const,
        default: 'machine' as const,
      })
      .example('$0 doctor', 'exit code 0 if the quickstart can run here, 106 if not')
      .example('$0 doctor load', 'in about 40 s, against a target of its own on loopback'),
  async handler({ what }) {
    if (what === 'load') await showLimit();
    else await showFindings();
  },
};

async function showLimit(): Promise<void> {
  const interrupts = catchInterrupts();
  try {
    await measureLimit((line) => process.stdout.write(`${line}\n`), interrupts.signal);
  } finally {
    interrupts.release();
  }
}

async function showFindings(): Promise<void> {
  const findings = await examine();
  for (const { state, subject, text } of findings) {
    const mark = { good: colors.green('✓'), limited: colors.yellow('!'), bad: colors.red('✗') }[state];
    process.stdout.write(`${mark} ${subject.padEnd(36)} ${text}\n`);
  }
  const bad = findings.filter((one) => one.state === 'bad').map((one) => one.subject);
  if (bad.length > 0) {
    throw new FaasmarkError('RUNTIME_MISSING', `this machine cannot run the quickstart: ${bad.join(', ')}`);
  }
}
