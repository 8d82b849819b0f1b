/** A real influxd (1.x) on private ports and in a temporary folder. */
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ServerProgram,
  type ServerProgramOptions,
  findPrepared,
  startServerProgram,
} from './server-program.ts';

export interface Influxd extends ServerProgram {
  /** One InfluxQL statement; the series of its answer. */
  query(statement: string, database?: string): Promise<InfluxSeries[]>;
  /** A Flux script; the rows of its answer as CSV. Only of 1.8. */
  flux(script: string): Promise<string>;
}

export interface InfluxSeries {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly values: readonly (readonly (string | number | null)[])[];
}

export interface InfluxdOptions {
  /** Default: the one on the path. `1.8` also has `/api/v2/write` and Flux. */
  readonly version?: '1.8';
  /** See {@link ServerProgramOptions}. */
  readonly wrap?: ServerProgramOptions['wrap'];
  /** Demands credentials; `admin` with this password is made. */
  readonly adminPassword?: string;
}

/** Undefined where it can be run; else the sentence to skip with. */
export const influxdIsMissing: string | undefined =
  spawnSync('influxd', ['version']).status === 0
    ? undefined
    : 'influxd is not installed (Debian: apt-get install influxdb)';

/** Every test that needs influxd is declared with it. */
export const influxdTitle: (title: string) => string = (title) =>
  influxdIsMissing === undefined ? title : `${title} (skipped: ${influxdIsMissing})`;

const influxd18 = findPrepared('influxd');

/** Undefined where influxd 1.8 can be run; else the sentence to skip with. */
export const influxd18IsMissing: string | undefined = influxd18.missing;

export async function startInfluxd({ adminPassword, version, wrap }: InfluxdOptions = {}): Promise<Influxd> {
  const server = await startServerProgram({
    program: version === '1.8' ? influxd18.program : 'influxd',
    ports: 2,
    wrap,
    readyPath: '/ping',
    async prepare(folder, [port = 0, rpcPort = 0]) {
      const config = join(folder, 'influxdb.conf');
      for (const name of ['meta', 'data', 'wal']) await mkdir(join(folder, name));
      await writeFile(config, toConfig(folder, port, rpcPort, adminPassword !== undefined));
      return ['-config', config];
    },
  });
  const credentials =
    adminPassword === undefined
      ? undefined
      : `Basic ${Buffer.from(`admin:${adminPassword}`).toString('base64')}`;
  const ask = async (statement: string, database = 'faasmark'): Promise<Response> =>
    fetch(
      `${server.url}/query?${new URLSearchParams({ q: statement, db: database, epoch: 'ns' }).toString()}`,
      { method: 'POST', headers: credentials === undefined ? {} : { authorization: credentials } },
    );
  if (adminPassword !== undefined) {
    await ask(`CREATE USER admin WITH PASSWORD '${adminPassword}' WITH ALL PRIVILEGES`);
  }
  return {
    ...server,
    async query(statement, database) {
      const answer = await ask(statement, database);
      // Timestamps in nanoseconds do not fit a number.
      const text = (await answer.text()).replace(/([[,])(\d{17,})/g, '$1"$2"');
      const { results, error } = JSON.parse(text) as {
        readonly error?: string;
        readonly results?: readonly { readonly error?: string; readonly series?: InfluxSeries[] }[];
      };
      const failure = error ?? results?.[0]?.error;
      if (failure !== undefined) throw new Error(`${failure}: ${statement}`);
      return results?.[0]?.series ?? [];
    },
    async flux(script) {
      const answer = await fetch(`${server.url}/api/v2/query`, {
        method: 'POST',
        headers: {
          accept: 'application/csv',
          'content-type': 'application/vnd.flux',
          ...(adminPassword === undefined ? {} : { authorization: `Token admin:${adminPassword}` }),
        },
        body: script,
      });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}: ${script}`);
      return answer.text();
    },
  };
}

function toConfig(folder: string, port: number, rpcPort: number, hasAuth: boolean): string {
  return `reporting-disabled = true
bind-address = "127.0.0.1:${rpcPort}"
[meta]
  dir = "${join(folder, 'meta')}"
[data]
  dir = "${join(folder, 'data')}"
  wal-dir = "${join(folder, 'wal')}"
  query-log-enabled = false
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:${port}"
  auth-enabled = ${hasAuth}
  log-enabled = false
  flux-enabled = true
[subscriber]
  enabled = false
[logging]
  level = "error"
`;
}
