/** Real servers that keep metrics: VictoriaMetrics, which also takes OTLP, and Prometheus. */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ServerProgram, findPrepared, startServerProgram } from './server-program.ts';

export interface MetricsServer extends ServerProgram {
  /** One number for each series that the expression gives, at an instant; by its labels as JSON, sorted. */
  query(expression: string, atSeconds: number): Promise<ReadonlyMap<string, number>>;
}

const victoria = findPrepared('victoria-metrics');

/** Undefined where it can be run; else the sentence to skip with. */
export const victoriaIsMissing: string | undefined = victoria.missing;

/** Undefined where it can be run; else the sentence to skip with. */
export const prometheusIsMissing: string | undefined =
  spawnSync('prometheus', ['--version']).status === 0
    ? undefined
    : 'prometheus is not installed (Debian: apt-get install prometheus)';

export async function startVictoria(): Promise<MetricsServer> {
  const server = await startServerProgram({
    program: victoria.program,
    ports: 1,
    readyPath: '/health',
    prepare: async (folder, [port]) => [
      `-storageDataPath=${join(folder, 'data')}`,
      `-httpListenAddr=127.0.0.1:${port}`,
      '-retentionPeriod=100y',
      // New samples are seen at once.
      '-search.latencyOffset=0s',
    ],
  });
  return withQuery(server);
}

/** Takes remote write. */
export async function startPrometheus(): Promise<MetricsServer> {
  const server = await startServerProgram({
    program: 'prometheus',
    ports: 1,
    readyPath: '/-/ready',
    async prepare(folder, [port]) {
      await writeFile(join(folder, 'prometheus.yml'), 'global: {}\n');
      return [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--web.enable-remote-write-receiver',
      ];
    },
  });
  return withQuery(server);
}

function withQuery(server: ServerProgram): MetricsServer {
  return {
    ...server,
    async query(expression, atSeconds) {
      const parameters = new URLSearchParams({ query: expression, time: String(atSeconds), nocache: '1' });
      // Victoria shows what is not flushed yet only when asked.
      await fetch(`${server.url}/internal/force_flush`);
      const answer = await fetch(`${server.url}/api/v1/query?${parameters.toString()}`);
      const { data, error } = (await answer.json()) as {
        readonly error?: string;
        readonly data?: {
          readonly result: readonly {
            readonly metric: Record<string, string>;
            readonly value: readonly [number, string];
          }[];
        };
      };
      if (data === undefined) throw new Error(`${error}: ${expression}`);
      return new Map(
        data.result.map(({ metric, value }) => [
          JSON.stringify(metric, Object.keys(metric).toSorted()),
          Number(value[1]),
        ]),
      );
    },
  };
}
