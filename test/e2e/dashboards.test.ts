import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { createWorkplace } from '../support/cli.ts';

const place = await createWorkplace();
afterAll(() => place.remove());

const read = (path: string): Promise<string> => readFile(join(place.folder, path), 'utf8');

it('dashboards export writes them in the language that is asked for', async () => {
  const { code, stdout } = await place.run(['dashboards', 'export', '--language', 'flux', '--out', 'flux']);
  const names = await readdir(join(place.folder, 'flux'));
  expect([code, stdout.trim().split('\n').length]).toEqual([0, names.length]);
  expect(names).toContain('faasmark-cold-start.json');
  expect(await read('flux/faasmark-run.json')).toContain('from(bucket: v.defaultBucket)');
});

it('dashboards provision writes what a compose file needs, for an InfluxDB of its own or another', async () => {
  expect((await place.run(['dashboards', 'provision'])).code).toBe(0);
  const { services } = parse(await read('faasmark-grafana/compose.yaml')) as { services: object };
  expect(Object.keys(services)).toEqual(['influxdb', 'grafana']);
  expect(await readdir(join(place.folder, 'faasmark-grafana/dashboards'))).toContain('faasmark-run.json');

  const influx = ['--influx', 'http://db:8181/', '--language', 'sql', '--out', 'other'];
  expect((await place.run(['dashboards', 'provision', ...influx])).code).toBe(0);
  expect(parse(await read('other/provisioning/datasources/faasmark.yaml'))).toMatchObject({
    datasources: [{ url: 'http://db:8181', jsonData: { version: 'SQL' } }],
  });
  expect(await read('other/compose.yaml')).not.toContain('influxdb:');
});

it.each([
  [['--language', 'flux'], '--language flux needs the InfluxDB that speaks it'],
  [['--influx', 'db'], "--influx: 'db' is no address"],
])('dashboards provision refuses %j', async (args, message) => {
  const { code, stderr } = await place.run(['dashboards', 'provision', '--out', 'never', ...args]);
  expect([code, stderr]).toEqual([104, expect.stringContaining(message)]);
});
