/** Where the lines go: the value of `--influx` and the credentials of the environment, checked before anything starts. */
import { FaasmarkError } from '../../contract/errors.ts';
import type { Millis } from '../../contract/units.ts';
import type { Pauses } from '../server/backoff.ts';
import { type Environment, toAuthorization } from '../server/credentials.ts';
import { parseAddress } from '../server/parse-address.ts';

/** Plain data: it is handed to the worker thread. It may carry a credential and is never written down or shown. */
export interface InfluxOptions {
  /** Scheme, host, port and a path prefix, without a slash at the end. */
  readonly url: string;
  readonly target: InfluxTarget;
  /** The `Authorization` header. */
  readonly authorization?: string;
  readonly delivery: DeliveryTimes;
  /** Share of the invocations that are written one by one, 0 to 1. */
  readonly invocationShare: number;
}

export type InfluxTarget =
  /** InfluxDB 1.x: `/write`. */
  | { readonly kind: 'database'; readonly database: string; readonly retentionPolicy?: string }
  /** InfluxDB 1.8, 2.x and 3: `/api/v2/write`. */
  | { readonly kind: 'bucket'; readonly org: string; readonly bucket: string };

export interface DeliveryTimes extends Pauses {
  /** A request without an answer is given up after this. */
  readonly timeoutMs: Millis;
  /** After the end of the run, how long is waited for what has not been sent yet. */
  readonly drainMs: Millis;
}

export const defaultDelivery: DeliveryTimes = {
  timeoutMs: 10_000,
  firstPauseMs: 250,
  longestPauseMs: 10_000,
  drainMs: 15_000,
};

const defaultDatabase = 'faasmark';
const example = 'http://127.0.0.1:8086?db=faasmark';
const parameters = ['db', 'rp', 'org', 'bucket', 'invocations'];

/**
 * - `http://host:8086` and `http://host:8086?db=NAME` (`&rp=NAME`): InfluxDB 1.x; the database is `faasmark` unless named
 * - `http://host:8086?org=ORG&bucket=BUCKET`: InfluxDB 1.8, 2.x, 3
 *
 * `&invocations=all`, or a share such as `0.01`, also writes the invocations one by one; default: none.
 *
 * Credentials come from `INFLUX_TOKEN`, or from `INFLUX_USERNAME` and `INFLUX_PASSWORD`.
 *
 * @throws FaasmarkError `USAGE`.
 */
export function parseInfluxUrl(value: string, environment: Environment): InfluxOptions {
  const url = parseAddress(
    value,
    'an InfluxDB',
    example,
    'INFLUX_TOKEN, or INFLUX_USERNAME and INFLUX_PASSWORD',
  );
  const unknown = [...url.searchParams.keys()].find((name) => !parameters.includes(name));
  if (unknown !== undefined) {
    throw usage(
      `the InfluxDB address ${value} has an unknown parameter "${unknown}"`,
      `It takes ${parameters.join(', ')}.`,
    );
  }
  const target = readTarget(url, value);
  const authorization = readAuthorization(target, environment);
  return {
    url: `${url.origin}${url.pathname}`.replace(/\/+$/, ''),
    target,
    ...(authorization === undefined ? {} : { authorization }),
    delivery: defaultDelivery,
    invocationShare: readShare(url.searchParams.get('invocations'), value),
  };
}

/** Path and query of a write. Timestamps are nanoseconds, the only precision that every version reads alike. */
export function writePathOf(target: InfluxTarget): string {
  const query = new URLSearchParams({ precision: 'ns' });
  if (target.kind === 'bucket') {
    if (target.org !== '') query.set('org', target.org);
    query.set('bucket', target.bucket);
    return `/api/v2/write?${query.toString()}`;
  }
  query.set('db', target.database);
  if (target.retentionPolicy !== undefined) query.set('rp', target.retentionPolicy);
  return `/write?${query.toString()}`;
}

function readShare(text: string | null, value: string): number {
  if (text === null) return 0;
  const share = text === 'all' ? 1 : Number(text);
  if (text.trim() !== '' && share >= 0 && share <= 1) return share;
  throw usage(
    `the InfluxDB address ${value} has invocations=${text}`,
    'Write invocations=all, or the share of them that is written one by one, such as 0.01.',
  );
}

function readTarget(url: URL, value: string): InfluxTarget {
  const [database, retentionPolicy, org, bucket] = parameters.map(
    (name) => url.searchParams.get(name) || undefined,
  );
  if (bucket === undefined && org === undefined) {
    const name = database ?? defaultDatabase;
    return {
      kind: 'database',
      database: name,
      ...(retentionPolicy === undefined ? {} : { retentionPolicy }),
    };
  }
  if (bucket === undefined || database !== undefined || retentionPolicy !== undefined) {
    throw usage(
      `the InfluxDB address ${value} names neither a database nor a bucket of an organisation`,
      'Give db=NAME for InfluxDB 1.x, or org=NAME and bucket=NAME for 1.8 and later.',
    );
  }
  return { kind: 'bucket', org: org ?? '', bucket };
}

/** InfluxDB 2 and 3 want tokens, 1.x wants Basic: before 1.8 it knows no `Token user:password`, and 1.8 none with a space. */
function readAuthorization(target: InfluxTarget, environment: Environment): string | undefined {
  const token = environment['INFLUX_TOKEN'];
  if (target.kind === 'bucket' && token !== undefined) return `Token ${token}`;
  return toAuthorization('INFLUX', 'Token', environment);
}

function usage(message: string, hint: string): FaasmarkError {
  return new FaasmarkError('USAGE', message, { hint });
}
