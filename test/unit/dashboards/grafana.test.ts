import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { buildFiles } from '../../../dashboards/grafana/dashboard-files.ts';
import { bucketBoundsMs } from '../../../dashboards/grafana/buckets.ts';
import { packageRoot } from '../../../harness/contract/package-root.ts';
import { bucketBoundsMs as writtenBoundsMs } from '../../../harness/sinks/series/latency-buckets.ts';
import { type DashboardPanel, readDashboards, readQueries } from '../../support/read-dashboard.ts';
import { readWrittenSchema } from '../../support/written-schema.ts';

const read = await readDashboards('influxql');
const [{ variables } = { variables: [] }] = read;
const queries = await readQueries('influxql');
const drawn = [
  ...new Map(
    read
      .flatMap(({ panels }) => panels)
      .filter(({ type }) => type !== 'row')
      .map((panel) => [panel.title, panel] as const),
  ).values(),
];

describe('the committed dashboards', () => {
  it.each(buildFiles().map(({ path, text }) => [relative(packageRoot, path), text] as const))(
    '%s is what its code builds (else: npm run dashboards)',
    async (path, text) => {
      expect(await readFile(join(packageRoot, path), 'utf8')).toBe(text);
    },
  );
});

describe.each(read.map((dashboard) => [dashboard.uid, dashboard.panels] as const))('%s', (_, panels) => {
  it('numbers its panels, each differently', () => {
    const ids = panels.map(({ id }) => id);
    expect(ids.every((id) => Number.isInteger(id))).toBe(true);
    expect(new Set(ids).size).toBe(panels.length);
  });

  it('names its panels, each differently', () => {
    const titles = panels.filter(({ type }) => type !== 'row').map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles.length).toBeLessThan(panels.length);
  });

  it('fills the grid without overlapping', () => {
    const taken = new Map<string, string>();
    for (const { title, gridPos } of panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(`${taken.get(`${x} ${y}`)} under ${title}`).toBe(`undefined under ${title}`);
          taken.set(`${x} ${y}`, title);
        }
      }
    }
  });
});

describe.each(drawn.map((panel) => [panel.title, panel] as const))('the panel "%s"', (_, panel) => {
  it('says what it shows', () => {
    expect(panel.description?.length).toBeGreaterThan(40);
  });

  it('has a unit', () => {
    expect(unitsOf(panel)).not.toEqual([]);
  });

  it('letters its queries, each differently', () => {
    const letters = (panel.targets ?? []).map(({ refId }) => refId);
    expect(letters.length).toBeGreaterThan(0);
    expect(new Set(letters).size).toBe(letters.length);
  });
});

const schema = readWrittenSchema();
const words =
  /^(SELECT|FROM|WHERE|AND|AS|GROUP|BY|DISTINCT|SHOW|TAG|VALUES|WITH|KEY|time|fill|null|sum|max|median|cumulative_sum)$/;

describe.each(queries.map((query) => [query.where, query] as const))('the query of %s', (_, query) => {
  const text = query.query;
  // Aliases name columns of the answer; everything else in double quotes is a name in the database.
  const names = [...text.matchAll(/(AS )?"([^"]*)"/g)].flatMap(([, alias, name = '']) =>
    alias === undefined ? [name] : [],
  );
  const measurements = [...text.matchAll(/FROM "([^"]*)"/g)].map(([, name = '']) => name);

  it('asks one measurement that the sink writes', () => {
    expect(measurements).toHaveLength(1);
    expect([...schema.keys()]).toContain(measurements[0]);
  });

  it('names only tags and fields of that measurement', () => {
    const { tags = new Set(), fields = new Set() } = schema.get(measurements[0] ?? '') ?? {};
    const unknown = names.filter((name) => name !== measurements[0] && !tags.has(name) && !fields.has(name));
    expect(unknown).toEqual([]);
  });

  it('quotes every name', () => {
    const bare = text
      .replaceAll(/"[^"]*"|'[^']*'|\/\^.*?\$\//g, ' ')
      .replaceAll(/\$\{?\w+\}?/g, ' ')
      .split(/[^\w]+/);
    expect(bare.filter((word) => !/^\d*$/.test(word) && !words.test(word))).toEqual([]);
  });

  it('uses only variables that there are', () => {
    const known = new Set([
      ...variables.map(({ name }) => name),
      'timeFilter',
      '__interval',
      '__interval_ms',
    ]);
    // The dollar sign before the slash ends a regular expression.
    const used = [...text.matchAll(/\$\{?(\w+)(?::(\w+))?/g)].map(([, name = '', format]) => ({
      name,
      format,
    }));
    expect(used.filter(({ name }) => !known.has(name))).toEqual([]);
    const chosen = used.filter(({ name }) => variables.some((variable) => variable.name === name));
    for (const { format } of chosen) expect(format).toBe('regex');
  });

  it('names its lines by tags that it groups by', () => {
    const grouped = text.slice(text.indexOf(' GROUP BY '));
    for (const [, tag = ''] of query.alias.matchAll(/\$tag_(\w+)/g)) expect(grouped).toContain(`"${tag}"`);
  });
});

describe('the buckets of the heatmap', () => {
  it('are those that the sink writes', () => {
    expect(bucketBoundsMs).toEqual(writtenBoundsMs);
  });
});

describe('the provisioning files', () => {
  const readYaml = async (path: string): Promise<unknown> =>
    parse(await readFile(join(packageRoot, 'dashboards/grafana/provisioning', path), 'utf8'));

  it('describe the data source that the dashboard asks for', async () => {
    expect(await readYaml('datasources/faasmark.yaml')).toMatchObject({
      apiVersion: 1,
      datasources: [
        {
          type: variables.find(({ name }) => name === 'datasource')?.query,
          access: 'proxy',
          url: expect.stringMatching(/^http:/),
          jsonData: { version: 'InfluxQL', dbName: 'faasmark' },
        },
      ],
    });
  });

  it('start an InfluxDB and a Grafana that have each other, on this machine only', async () => {
    const { services } = (await readYaml('../compose.yaml')) as {
      readonly services: Record<string, { readonly ports: string[]; readonly volumes: string[] }>;
    };
    expect(Object.keys(services)).toEqual(['influxdb', 'grafana']);
    for (const { ports } of Object.values(services)) {
      expect(ports.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
    }
    for (const volume of services['grafana']?.volumes ?? []) {
      const [folder = ''] = volume.split(':');
      expect(existsSync(join(packageRoot, 'dashboards/grafana', folder))).toBe(true);
    }
  });

  it('load dashboards from the folder that the compose file fills', async () => {
    const provider = (await readYaml('dashboards/faasmark.yaml')) as {
      readonly providers: readonly { readonly type: string; readonly options: { readonly path: string } }[];
    };
    expect(provider.providers).toHaveLength(1);
    expect(provider.providers[0]?.type).toBe('file');
    const compose = await readFile(join(packageRoot, 'dashboards/grafana/compose.yaml'), 'utf8');
    expect(compose).toContain(`:${provider.providers[0]?.options.path}:ro`);
  });
});

function unitsOf({ fieldConfig, options }: DashboardPanel): unknown[] {
  const own = [fieldConfig?.defaults.unit, options?.yAxis?.unit].filter((unit) => unit !== undefined);
  return [...own, ...(fieldConfig?.overrides ?? []).filter((one) => JSON.stringify(one).includes('"unit"'))];
}
