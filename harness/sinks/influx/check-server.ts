/** Before any load: what answers there, and may we write to it? */
import { FaasmarkError } from '../../contract/errors.ts';
import { readErrorText } from '../server/write-answer.ts';
import { type ServerAnswer, askServer } from './ask-server.ts';
import { type InfluxOptions, writePathOf } from './influx-options.ts';
import { type ServerKind, isFirstGeneration, toServerKind } from './server-kind.ts';

/** @throws FaasmarkError `SINK_UNREACHABLE`, `SINK_REFUSED`. */
export async function findServer(options: InfluxOptions): Promise<ServerKind> {
  const ping = await askServer(options, 'GET', '/ping');
  if (ping.status === 401 || ping.status === 403) throw refused(options, ping);
  const kind = toServerKind(ping, await askServer(options, 'GET', '/health'));
  if (kind !== undefined) return kind;
  throw new FaasmarkError(
    'SINK_REFUSED',
    `what answers at ${options.url} is neither an InfluxDB nor a VictoriaMetrics`,
    { hint: 'Give the address of the database itself, with its port (8086; 8181 for InfluxDB 3; 8428).' },
  );
}

/**
 * Makes the database of an InfluxDB 1.x, and writes.
 *
 * @param lines - a first write. It may be sent again: the points are the same.
 * @throws FaasmarkError `SINK_UNREACHABLE`, `SINK_REFUSED`.
 */
export async function demandWritable(
  options: InfluxOptions,
  kind: ServerKind,
  lines: readonly string[],
): Promise<void> {
  if (options.target.kind === 'database' && isFirstGeneration(kind)) {
    await createDatabase(options, options.target.database);
  }
  const answer = await askServer(options, 'POST', writePathOf(options.target), lines.join('\n'));
  // Whatever else is wrong, the pump deals with it: a busy server may recover while the run lasts.
  if ([401, 403, 404].includes(answer.status)) throw refused(options, answer);
}

/** Changes nothing where it exists. Who may not create one may still write to it: the first write tells. */
async function createDatabase(options: InfluxOptions, database: string): Promise<void> {
  const statement = `CREATE DATABASE "${database.replace(/["\\]/g, String.raw`\$&`)}"`;
  const answer = await askServer(
    options,
    'POST',
    `/query?${new URLSearchParams({ q: statement }).toString()}`,
  );
  if (answer.status === 401) throw refused(options, answer);
}

function refused(
  { url, target, authorization }: InfluxOptions,
  { status, text }: ServerAnswer,
): FaasmarkError {
  const place =
    target.kind === 'database'
      ? `the database "${target.database}"`
      : `the bucket "${target.bucket}" of "${target.org}"`;
  const reason = readErrorText(text) || 'without a reason';
  return new FaasmarkError(
    'SINK_REFUSED',
    `InfluxDB at ${url} refuses to write to ${place}: ${status} ${reason}`,
    {
      hint: toHint(status, target.kind, authorization !== undefined),
    },
  );
}

function toHint(status: number, kind: InfluxOptions['target']['kind'], hasCredentials: boolean): string {
  const variables = kind === 'database' ? 'INFLUX_USERNAME and INFLUX_PASSWORD' : 'INFLUX_TOKEN';
  if (status === 404) {
    return kind === 'database'
      ? 'Create the database, or give a user who may; InfluxDB 2 wants org=NAME and bucket=NAME instead.'
      : 'Create the bucket, or check its name and organisation; InfluxDB 1.7 and older want db=NAME instead.';
  }
  if (status === 401)
    return hasCredentials ? `${variables} are not accepted here.` : `Set ${variables} in the environment.`;
  return `Give these credentials the right to write there, or set others in ${variables}.`;
}
