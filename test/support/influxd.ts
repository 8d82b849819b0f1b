/** A real influxd (1.x) on private ports and in a temporary folder, ended by its process id. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';

export interface Influxd {
  readonly url: string;
  /** One InfluxQL statement; the series of its answer. */
  query(statement: string, database?: string): Promise<InfluxSeries[]>;
  /** SIGKILL: nothing is flushed, nobody is told. */
  kill(): Promise<void>;
  /** On the same ports and folder. Resolves when it answers. */
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

export interface InfluxSeries {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly values: readonly (readonly (string | number | null)[])[];
}

export interface InfluxdOptions {
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

export async function startInfluxd({ adminPassword }: InfluxdOptions = {}): Promise<Influxd> {
  const folder = await mkdtemp(join(tmpdir(), 'faasmark-influxd-'));
  const [port, rpcPort] = await findFreePorts();
  const url = `http://127.0.0.1:${port}`;
  const config = join(folder, 'influxdb.conf');
  for (const name of ['meta', 'data', 'wal']) await mkdir(join(folder, name));
  await writeFile(config, toConfig(folder, port, rpcPort, adminPassword !== undefined));

  const credentials =
    adminPassword === undefined
      ? undefined
      : `Basic ${Buffer.from(`admin:${adminPassword}`).toString('base64')}`;
  const ask = async (statement: string, database = 'faasmark'): Promise<Response> =>
    fetch(`${url}/query?${new URLSearchParams({ q: statement, db: database, epoch: 'ns' }).toString()}`, {
      method: 'POST',
      headers: credentials === undefined ? {} : { authorization: credentials },
    });

  let child: ChildProcess | undefined;
  const influxd: Influxd = {
    url,
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
    async kill() {
      const running = child;
      child = undefined;
      if (running === undefined || running.exitCode !== null) return;
      const ended = once(running, 'exit');
      running.kill('SIGKILL');
      await ended;
    },
    async start() {
      child = spawn('influxd', ['-config', config], { stdio: 'ignore' });
      const isUp = await eventually(
        () =>
          fetch(`${url}/ping`).then(
            (answer) => answer.ok,
            () => false,
          ),
        (up) => up,
      );
      if (!isUp) throw new Error(`influxd does not answer at ${url}`);
    },
    async remove() {
      await influxd.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };

  await influxd.start();
  if (adminPassword !== undefined) {
    await ask(`CREATE USER admin WITH PASSWORD '${adminPassword}' WITH ALL PRIVILEGES`);
  }
  return influxd;
}

async function findFreePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()];
  const ports: number[] = [];
  for (const server of servers) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ports.push((server.address() as AddressInfo).port);
  }
  for (const server of servers) server.close();
  return ports as [number, number];
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
[subscriber]
  enabled = false
[logging]
  level = "error"
`;
}
