/** `npm run bench -- NAME [--json FILE] [--quick] [--seconds N]` */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { messageOf } from '../../harness/contract/errors.ts';
import type { Bench } from './bench.ts';
import { coldstart } from './coldstart.ts';
import { describeConditions, readConditions } from './conditions.ts';
import { describeFigure } from './figure.ts';
import { experiments } from './experiments.ts';
import { functions } from './functions.ts';
import { influx } from './influx.ts';
import { liveSimulated } from './live-simulated.ts';
import { loadClosed } from './load-closed.ts';
import { loadOpen } from './load-open.ts';
import { loadRecord } from './load-record.ts';
import { loadScale } from './load-scale.ts';
import { loadSoak } from './load-soak.ts';
import { loadStall } from './load-stall.ts';
import { createPinning } from './pinning.ts';
import { createScope } from './scope.ts';
import { simulate } from './simulate.ts';
import { warm } from './warm.ts';

const benches: readonly Bench[] = [
  loadClosed,
  loadOpen,
  loadStall,
  loadRecord,
  loadScale,
  loadSoak,
  warm,
  coldstart,
  functions,
  simulate,
  liveSimulated,
  influx,
  experiments,
];

const say = (line: string): void => void process.stdout.write(`${line}\n`);

process.exitCode = await main();

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'string' }, quick: { type: 'boolean' }, seconds: { type: 'string' } },
  });
  const bench = benches.find(({ name }) => name === positionals[0]);
  const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
  if (bench === undefined || positionals.length !== 1 || (seconds !== undefined && !(seconds > 0))) {
    say('usage: npm run bench -- NAME [--json FILE] [--quick] [--seconds N]');
    for (const { name, question } of benches) say(`  ${name.padEnd(12)} ${question}`);
    return 1;
  }
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort(new Error(name)));
  const scope = await createScope(stop.signal);
  process.once('exit', () => scope.end());
  const conditions = readConditions(bench.pinning ?? createPinning());
  const quick = values.quick ?? false;
  say(`${bench.name}: ${bench.question}`);
  for (const line of describeConditions(conditions)) say(line);
  if (quick) say('quick: a smoke test; its figures mean nothing');
  try {
    const { figures, fields, missing, failed } = await bench.run({ quick, seconds, conditions, scope, say });
    for (const [name, why] of Object.entries(failed)) say(`FAILED: ${name}: ${why}`);
    for (const figure of figures) say(describeFigure(figure));
    const { pinning, ...rest } = conditions;
    const written = {
      bench: bench.name,
      quick,
      conditions: { ...rest, pinning: pinning.description },
      ...fields,
      missing,
      failed,
      figures,
    };
    if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(written, undefined, 2)}\n`);
    return 0;
  } catch (error) {
    say(stop.signal.aborted ? 'ended early' : `failed: ${messageOf(error)}`);
    return stop.signal.aborted ? 130 : 1;
  }
}
