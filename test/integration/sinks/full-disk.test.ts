import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createMonotonicClock } from '../../../harness/contract/clock.ts';
import type { FaasmarkError } from '../../../harness/contract/errors.ts';
import type { SinkReceipt } from '../../../harness/contract/sink.ts';
import { parseInfluxUrl } from '../../../harness/sinks/influx/influx-options.ts';
import { openStream } from '../../../harness/sinks/open-stream.ts';
import { readRun } from '../../../harness/sinks/run-directory/read-run.ts';
import { createRunDirectorySink } from '../../../harness/sinks/run-directory/run-directory-sink.ts';
import type { SinkSpec } from '../../../harness/sinks/sink-spec.ts';
import { type SmallDisk, createSmallDisk } from '../../chaos/small-disk.ts';
import { type Workplace, createWorkplace } from '../../support/cli.ts';
import { startMockInflux, status } from '../../support/mock-influx.ts';
import { createSyntheticRun, toSyntheticBatches } from '../../support/synthetic-run.ts';

const run = createSyntheticRun({ seconds: 20 });
const batches = toSyntheticBatches(run);
const half = batches.length >> 1;
const end = { at: 9, outcome: 'completed' } as const;

const folder = await mkdtemp(join(tmpdir(), 'faasmark-full-'));
const disk: SmallDisk = createSmallDisk(folder);
afterAll(async () => {
  disk.remove();
  await rm(folder, { recursive: true, force: true });
});

const describeHere = disk.missing === undefined ? describe : describe.skip;
const title = disk.missing === undefined ? '' : ` (skipped: ${disk.missing})`;

describeHere(`a disk that is full in the middle of a run${title}`, () => {
  it('leaves in the run directory exactly what is counted as kept', async () => {
    const directory = join(disk.folder, 'run');
    const failures: FaasmarkError[] = [];
    const sink = createRunDirectorySink(directory, (error) => failures.push(error));
    await sink.open(run.manifest);
    for (const batch of batches.slice(0, half)) sink.write(batch);
    disk.fill();
    for (const batch of batches.slice(half)) sink.write(batch);
    const receipt = await sink.close(end);
    disk.free();
    expect(failures).toEqual([expect.objectContaining({ code: 'DISK_FULL' })]);
    expect(receipt.rejected).toBeGreaterThan(0);
    expect(receipt.note).toContain(directory);
    const kept = await readRun(directory);
    expect(kept.invocations).toHaveLength(receipt.acknowledged);
    expect(receipt.acknowledged + receipt.rejected).toBe(run.invocations.length);
  });

  const stream = async (spec: SinkSpec, name: string): Promise<SinkReceipt> => {
    const context = {
      runDirectory: join(disk.folder, name),
      replaces: false,
      clock: createMonotonicClock(),
    };
    const opened = await openStream(spec, run.manifest, context);
    for (const batch of batches.slice(0, half)) opened.write(batch);
    disk.fill();
    for (const batch of batches.slice(half)) opened.write(batch);
    const receipt = await opened.close(end);
    disk.free();
    return receipt;
  };

  it('leaves in a CSV exactly the rows that are counted as written', async () => {
    const receipt = await stream({ kind: 'csv', file: undefined }, 'csv');
    expect(receipt.note).toMatch(/no space left for .*invocations\.csv/);
    expect(receipt.rejected).toBeGreaterThan(0);
    const text = await readFile(join(disk.folder, 'csv', 'invocations.csv'), 'utf8');
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text.trimEnd().split('\r\n')).toHaveLength(1 + receipt.acknowledged);
  });

  it('leaves no half of a Parquet file', async () => {
    const receipt = await stream({ kind: 'parquet', file: undefined }, 'parquet');
    expect(receipt).toMatchObject({ offered: run.invocations.length, acknowledged: 0 });
    expect(receipt.rejected).toBe(run.invocations.length);
    expect(await readdir(join(disk.folder, 'parquet'))).toEqual([]);
  });

  it('goes on where lines that are refused cannot be kept', async () => {
    const server = await startMockInflux(() => [status(204), status(400, 'no')]);
    const options = parseInfluxUrl(server.url, {});
    const receipt = await stream({ kind: 'influx', options }, 'refused');
    await server.close();
    expect(receipt).toMatchObject({ acknowledged: 0, spooled: 0, rejected: receipt.offered });
    expect(receipt.note).toMatch(/were refused \(400 no\); no space left/);
  });

  it('counts the lines that wait for a server and have no room', async () => {
    const server = await startMockInflux(() => [status(204), status(503)]);
    const options = parseInfluxUrl(`${server.url}?invocations=all`, {});
    const delivery = { ...options.delivery, firstPauseMs: 20, drainMs: 200 };
    const receipt = await stream({ kind: 'influx', options: { ...options, delivery } }, 'spool');
    await server.close();
    expect(receipt.acknowledged).toBe(0);
    expect(receipt.rejected).toBeGreaterThan(0);
    expect(receipt.offered).toBe(receipt.rejected + receipt.spooled);
    expect(receipt.note).toMatch(/lines could not be kept: no space left for the lines for InfluxDB/);
    const lines = await readFile(join(disk.folder, 'spool', 'influx.lp'), 'utf8');
    expect(lines.trimEnd().split('\n')).toHaveLength(receipt.spooled);
  });
});

describeHere(`the command on a disk that fills${title}`, () => {
  let place: Workplace;
  let server: Server;
  beforeAll(async () => {
    place = await createWorkplace();
    let answers = 0;
    server = createServer((request, answer) => {
      if (++answers === 100) disk.fill();
      request.resume().once('end', () => answer.end('{}'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    disk.free();
    server.closeAllConnections();
    server.close();
    await place.remove();
  });

  it('ends with one clear error and the account of what was kept', async () => {
    const { port } = server.address() as AddressInfo;
    await place.write(
      'full.yaml',
      `name: full
provider: { id: http }
functions: { bare: { url: "http://127.0.0.1:${port}/" } }
experiments:
  - { kind: load, functions: [bare], arrivals: { kind: constant, rate: 200/s, duration: 30s }, warmUp: 0s }
`,
    );
    const { code, stderr } = await place.run(['run', 'full.yaml', '--out', disk.folder]);
    expect(code).toBe(106);
    expect(stderr.match(/✗ [A-Z_]+/g)).toEqual(['✗ DISK_FULL']);
    expect(stderr).toMatch(/→ Free some space or choose another place with --out/);
    const [, offered = 0, kept = 0, refused = 0] = (
      /run directory: (\d+) invocations offered = (\d+) acknowledged \+ (\d+) rejected/.exec(stderr) ?? []
    ).map(Number);
    expect(kept).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
    expect(kept + refused).toBe(offered);
    disk.free();
    const [name = ''] = (await readdir(disk.folder)).filter((one) => one.endsWith('-full'));
    expect((await readRun(join(disk.folder, name))).invocations).toHaveLength(kept);
  });
});
