/**
 * Before any load: is there an InfluxDB, may we write to it? Asked by `/ping` and `/health`, never by `/query`, which
 * other databases answer with a canned list; then by writing the line that opens the run.
 */
import { request } from 'undici';
import { FaasmarkError, messageOf } from '../../contract/errors.ts';
import { readErrorText } from './answer.ts';
import { type InfluxOptions, writePathOf } from './influx-options.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

/**
 * @param lines - a first write. It may be sent again: the points are the same.
 * @throws FaasmarkError `INFLUX_UNREACHABLE`, `INFLUX_REFUSED`.
 */
export async function checkServer(options: InfluxOptions, lines: readonly string[]): Promise<void> {
  await demandInfluxDb(options);
  if (options.target.kind === 'database') await createDatabase(options, options.target.database);
  const answer = await send(options, 'POST', writePathOf(options.target), lines.join('\n'));
  // Whatever else is wrong, the pump deals with it: a busy server may recover while the run lasts.
  if ([401, 403, 404].includes(answer.status)) throw refused(options, answer);
}

/** Two ways of recognising it, because 3 Core answers `/health` without a name and a proxy may drop headers. */
async function demandInfluxDb(options: InfluxOptions): Promise<void> {
  const ping = await send(options, 'GET', '/ping');
  if (ping.status === 401 || ping.status === 403) throw refused(options, ping);
  if (ping.headers['x-influxdb-version'] !== undefined) return;
  const health = await send(options, 'GET', '/health');
  if (/"name"\s*:\s*"influx/i.test(health.text)) return;
  throw new FaasmarkError('INFLUX_REFUSED', `what answers at ${options.url} is not an InfluxDB`, {
    hint: 'Give the address of the InfluxDB itself, with its port (8086, or 8181 for InfluxDB 3).',
  });
}

/** Changes nothing where it exists. Who may not create one may still write to it: the first write tells. */
async function createDatabase(options: InfluxOptions, database: string): Promise<void> {
  const statement = `CREATE DATABASE "${database.replace(/["\\]/g, String.raw`\$&`)}"`;
  const answer = await send(options, 'POST', `/query?${new URLSearchParams({ q: statement }).toString()}`);
  if (answer.status === 401) throw refused(options, answer);
}

async function send(
  { url, authorization, delivery }: InfluxOptions,
  method: 'GET' | 'POST',
  path: string,
  body = '',
): Promise<Answer> {
  try {
    const answer = await request(`${url}${path}`, {
      method,
      headers: {
        ...(authorization === undefined ? {} : { authorization }),
        ...(body === '' ? {} : { 'content-type': 'text/plain; charset=utf-8' }),
      },
      ...(body === '' ? {} : { body }),
      headersTimeout: delivery.timeoutMs,
      bodyTimeout: delivery.timeoutMs,
      // One connection a question: nothing is left open that would keep the process alive.
      reset: true,
    });
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
  } catch (error) {
    throw new FaasmarkError('INFLUX_UNREACHABLE', `no InfluxDB answers at ${url}: ${messageOf(error)}`, {
      hint: 'Is the address right, and does it run? Leave --influx out to run without it.',
      cause: error,
    });
  }
}

function refused({ url, target, authorization }: InfluxOptions, { status, text }: Answer): FaasmarkError {
  const place =
    target.kind === 'database'
      ? `the database "${target.database}"`
      : `the bucket "${target.bucket}" of "${target.org}"`;
  const reason = readErrorText(text) || 'without a reason';
  return new FaasmarkError(
    'INFLUX_REFUSED',
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
      ? 'Create the database, or give a user who may.'
      : 'Create the bucket, or check its name and organisation; InfluxDB 1.7 and older want db=NAME instead.';
  }
  if (status === 401)
    return hasCredentials ? `${variables} are not accepted here.` : `Set ${variables} in the environment.`;
  return `Give these credentials the right to write there, or set others in ${variables}.`;
}
