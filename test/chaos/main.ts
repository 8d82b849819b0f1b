/** `npm run chaos -- [--seed N] [--minutes M] [--rate N] [--isolation LEVEL] [--json FILE]`; exit code 0 when it has passed. */
import { rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isIsolationLevel } from '../../platform/isolation/backend.ts';
import { playChaos } from './chaos.ts';
import { describeVerdict } from './verdict.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      minutes: { type: 'string', default: '30' },
      rate: { type: 'string', default: '8' },
      isolation: { type: 'string', default: 'process' },
      json: { type: 'string' },
    },
  });
  const [seed, minutes, perSecond] = [values.seed, values.minutes, values.rate].map(Number) as [
    number,
    number,
    number,
  ];
  const { isolation } = values;
  const isUsable = Number.isInteger(seed) && minutes > 0 && perSecond > 0;
  // Isolates start no processes and end none.
  const canPlay = isIsolationLevel(isolation) && isolation !== 'isolate';
  if (!isUsable || !canPlay || process.platform !== 'linux') {
    say('usage: npm run chaos -- [--seed N] [--minutes M] [--rate N] [--isolation LEVEL] [--json FILE]');
    say('on Linux: it looks at /proc');
    return 104;
  }
  say(`chaos: seed ${seed}, ${minutes} minutes, ${perSecond} invocations a second, isolation ${isolation}`);
  const verdict = await playChaos({ seed, minutes, perSecond, isolation, say });
  for (const line of describeVerdict(verdict)) say(line);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(verdict, undefined, 2)}\n`);
  if (verdict.passed) rmSync(verdict.logFile, { force: true });
  return verdict.passed ? 0 : 1;
}
