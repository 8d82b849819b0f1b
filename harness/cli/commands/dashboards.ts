import { cp, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Argv, CommandModule } from 'yargs';
import { listDashboards } from '../../../dashboards/grafana/committed.ts';
import { toProvisioning } from '../../../dashboards/grafana/provisioning.ts';
import { type Language, languages } from '../../../dashboards/grafana/query/languages.ts';
import { FaasmarkError } from '../../contract/errors.ts';

interface ExportArguments {
  readonly language: Language;
  readonly out: string;
}

interface ProvisionArguments extends ExportArguments {
  readonly influx: string | undefined;
}

const languageOption = {
  describe: 'of the queries: influxql for InfluxDB 1, 2 and 3, flux for 2, sql for 3',
  choices: languages,
  default: 'influxql' as const,
};

const exportCommand: CommandModule<object, ExportArguments> = {
  command: 'export',
  describe: 'Write the dashboards as JSON, to import them in Grafana',
  builder: (yargs) =>
    (yargs as Argv<ExportArguments>)
      .option('language', languageOption)
      .option('out', { describe: 'folder', type: 'string', default: 'faasmark-dashboards' }),
  async handler({ language, out }) {
    for (const path of await copyDashboards(language, out)) process.stdout.write(`${path}\n`);
  },
};

const provisionCommand: CommandModule<object, ProvisionArguments> = {
  command: 'provision',
  describe: 'Write a folder that starts a Grafana with the dashboards, and an InfluxDB unless there is one',
  builder: (yargs) =>
    (yargs as Argv<ProvisionArguments>)
      .option('language', languageOption)
      .option('out', { describe: 'folder', type: 'string', default: 'faasmark-grafana' })
      .option('influx', {
        describe: 'address of an InfluxDB that is there, as Grafana reaches it',
        type: 'string',
      })
      .example('$0 dashboards provision', 'then: docker compose --file faasmark-grafana/compose.yaml up'),
  async handler({ language, out, influx }) {
    const influxUrl = readInfluxUrl(language, influx);
    await copyDashboards(language, join(out, 'dashboards'));
    for (const { path, text } of toProvisioning({ language, influxUrl, dashboards: 'dashboards' })) {
      await mkdir(dirname(join(out, path)), { recursive: true });
      await writeFile(join(out, path), text);
    }
    process.stdout.write(
      `${out} is there. Grafana will be at http://127.0.0.1:3000 after:\n\n  docker compose --file ${join(out, 'compose.yaml')} up\n`,
    );
  },
};

export const dashboardsCommand: CommandModule = {
  command: 'dashboards',
  describe: 'Grafana dashboards over what runs stream to InfluxDB',
  builder: (yargs) =>
    yargs
      .command(exportCommand)
      .command(provisionCommand)
      .demandCommand(
        1,
        'Which? "faasmark dashboards export" writes their JSON, "provision" a Grafana that has them.',
      ),
  handler: () => undefined,
};

/** @returns paths of the copies. */
async function copyDashboards(language: Language, folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  return await Promise.all(
    listDashboards(language).map(async (path) => {
      const copy = join(folder, basename(path));
      await cp(path, copy);
      return copy;
    }),
  );
}

/** Only InfluxQL has an InfluxDB that needs no setting up. @throws FaasmarkError `USAGE` */
function readInfluxUrl(language: Language, influx: string | undefined): string | undefined {
  if (influx === undefined) {
    if (language === 'influxql') return undefined;
    throw new FaasmarkError('USAGE', `--language ${language} needs the InfluxDB that speaks it`, {
      hint: 'Give --influx http://host.docker.internal:8086, or leave --language out.',
    });
  }
  if (URL.canParse(influx) && /^https?:/.test(influx)) return influx.replace(/\/$/, '');
  throw new FaasmarkError('USAGE', `--influx: '${influx}' is no address`, {
    hint: 'Give one as http://host.docker.internal:8086.',
  });
}
