import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, type Server, createServer } from 'node:net';
import { once } from 'node:events';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CliResult, type Workplace, createWorkplace } from '../support/cli.ts';
import { eventually } from '../support/eventually.ts';

let place: Workplace;
let busy: Server;
let busyPort: number;
beforeAll(async () => {
  place = await createWorkplace();
  busy = createServer((socket) =>
    socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'),
  );
  busy.listen(0, '127.0.0.1');
  await once(busy, 'listening');
  busyPort = (busy.address() as AddressInfo).port;
});
afterAll(async () => {
  busy.close();
  await place.remove();
});

/** A scenario with one function of the user's own. */
function withFunction(entry: string, more = ''): string {
  return `name: bad
functions: { mine: ${entry} }
experiments: [{ kind: load, functions: [mine], arrivals: { kind: constant, rate: 5/s, duration: 1s }, warmUp: 0s }]
${more}`;
}

async function runScenario(
  text: string,
  args: string[] = [],
  environment?: Record<string, string>,
): Promise<CliResult> {
  await place.write('bad.yaml', text);
  return await place.run(['run', 'bad.yaml', ...args], environment);
}

async function writeHandler(name: string, code: string): Promise<string> {
  await mkdir(join(place.folder, name), { recursive: true });
  await writeFile(join(place.folder, name, 'index.mjs'), code);
  return `{ folder: ${name}, timeout: 1s }`;
}

async function expectError(result: CliResult, code: number, ...texts: (string | RegExp)[]): Promise<void> {
  for (const text of texts) expect(result.stderr).toMatch(text);
  expect(result.code).toBe(code);
  // One error, no stack, nothing left running.
  expect(result.stderr.match(/✗ [A-Z_]+ /g)).toHaveLength(1);
  expect(result.stderr).not.toMatch(/^\s+at /m);
  expect(await eventually(place.leftovers, (left) => left.length === 0)).toEqual([]);
}

describe('a command line that is wrong', () => {
  it.each([
    ['an unknown command', ['rum'], 'Did you mean run'],
    ['an unknown flag', ['run', '--inflx', 'x'], 'Unknown argument'],
    ['a flag without its value', ['run', '--influx'], 'Not enough arguments following: influx'],
  ])('with %s shows the usage, the reason and exits with 104', async (_, args, reason) => {
    const { code, stderr } = await place.run(args);
    expect(stderr).toContain(reason);
    expect(code).toBe(104);
  });

  it.each([
    [
      'a scenario that is not there',
      ['run', 'nope.yaml'],
      104,
      /SCENARIO_UNREADABLE.*nope\.yaml: no such file/,
    ],
    ['a run that is not there', ['report', 'nope'], 104, /RUN_UNREADABLE nope is not a run directory/],
    ['no run at all', ['report', '--out', 'nowhere'], 104, /RUN_UNREADABLE there is no run in nowhere/],
    ['a URL that is none', ['run', '--influx', 'localhost'], 104, /USAGE.*localhost/],
    [
      'a secret on the command line',
      ['run', '--influx', 'http://me:secret@127.0.0.1:1'],
      104,
      /USAGE.*INFLUX_/s,
    ],
    ['a port that is none', ['platform', 'start', '--port', '99999'], 104, /USAGE --port: .* got 99999/],
    [
      'an address that is not ours',
      ['platform', 'start', '--host', '192.0.2.1'],
      104,
      /USAGE cannot bind 192\.0\.2\.1/,
    ],
  ] as const)('with %s names it', async (_, args, code, text) => {
    await expectError(await place.run(args), code, text);
  });

  it('does not repeat the secret that it was given', async () => {
    const { stderr } = await place.run(['run', '--influx', 'http://me:hunter2@127.0.0.1:1']);
    expect(stderr).not.toContain('hunter2');
  });

  it('names a port that is taken', async () => {
    const result = await place.run(['platform', 'start', '--port', String(busyPort)]);
    await expectError(result, 106, new RegExp(`PORT_TAKEN the port ${busyPort} on 127\\.0\\.0\\.1 is taken`));
  });
});

describe('a scenario that cannot run', () => {
  it('is refused before anything starts, each problem with its place', async () => {
    const result = await runScenario(withFunction('{ use: nop }', 'sed: 1'));
    await expectError(
      result,
      104,
      /SCENARIO_INVALID bad\.yaml:2:22 functions\.mine\.use/,
      /bad\.yaml:4:1 sed: unknown key/,
    );
  });

  it('names the folder of a function that is not there', async () => {
    await expectError(
      await runScenario(withFunction('{ folder: absent }')),
      104,
      /FUNCTION_FILES_MISSING.*absent/,
    );
  });

  it('names the runtime that is missing', async () => {
    const result = await runScenario(withFunction('{ use: noop, runtime: python }'), [], {
      PATH: '/nonexistent',
    });
    await expectError(result, 106, /RUNTIME_MISSING.*python/, /optional: true/);
  });

  it.each([
    [
      'throws',
      'export const handler = () => { throw new TypeError("boom at line 1"); };',
      /TypeError: boom at line 1/,
    ],
    ['throws while it loads', 'throw new Error("no config");', /no config/],
    ['has no such handler', 'export const other = 1;', /handler/],
    ['is no JavaScript', 'export const handler = (', /SyntaxError/],
    ['exits', 'export const handler = () => process.exit(3);', /Runtime\.ExitError: .*exit status 3/],
    [
      'never answers',
      'export const handler = () => new Promise(() => { setInterval(() => 0, 1000); });',
      /timed out after 1\.00 seconds/,
    ],
  ])(
    'because its handler %s, is ended before the measurement with its reason',
    async (reason, code, text) => {
      const entry = await writeHandler(reason.replaceAll(' ', '-'), code);
      await expectError(
        await runScenario(withFunction(entry)),
        103,
        /FUNCTION_BROKEN the function mine does not work/,
        text,
      );
    },
  );

  it('because its answer is wrong, says what was expected', async () => {
    const result = await runScenario(withFunction('{ use: noop, expect: { done: false } }'));
    await expectError(result, 103, /OutputCheck: expected done false, got true/);
  });

  it('because the platform it wants to join is not there', async () => {
    const provider = 'provider: { id: reference, endpoint: "http://127.0.0.1:9" }';
    await expectError(
      await runScenario(withFunction('{ use: noop }', provider)),
      106,
      /PROVIDER_UNREACHABLE.*127\.0\.0\.1:9/,
    );
  });

  it('because something else answers where the platform should be', async () => {
    const provider = `provider: { id: reference, endpoint: "http://127.0.0.1:${busyPort}" }`;
    await expectError(
      await runScenario(withFunction('{ use: noop }', provider)),
      106,
      /PROVIDER_REFUSED.*is not a faasmark platform/,
    );
  });

  it('because nobody answers at the URL of the function', async () => {
    const entry = '{ url: "http://127.0.0.1:9/" }';
    await expectError(
      await runScenario(withFunction(entry, 'provider: { id: http }')),
      106,
      /PROVIDER_UNREACHABLE the function mine/,
    );
  });

  it('because the provider cannot force a cold start', async () => {
    const text = `name: bad
provider: { id: http }
functions: { mine: { url: "http://127.0.0.1:9/" } }
experiments: [{ kind: cold-start, functions: [mine] }]
`;
    await expectError(await runScenario(text), 104, /ABILITY_MISSING.*forces cold starts.*http cannot/);
  });

  it('because there are no credentials for AWS', async () => {
    const provider = 'provider: { id: aws-lambda, role: "arn:aws:iam::123456789012:role/x" }';
    const result = await runScenario(withFunction('{ use: noop }', provider), [], {
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    await expectError(result, 106, /CREDENTIALS_MISSING/, /AWS_PROFILE/);
  });

  it('because InfluxDB is not there', async () => {
    const result = await runScenario(withFunction('{ use: noop }'), ['--influx', 'http://127.0.0.1:9?db=x']);
    await expectError(result, 106, /SINK_UNREACHABLE.*127\.0\.0\.1:9/);
  });

  it('because the run directory cannot be made', async () => {
    await place.write('file', '');
    const result = await runScenario(withFunction('{ use: noop }'), ['--out', 'file']);
    await expectError(result, 106, /DIRECTORY_UNWRITABLE.*file/);
  });
});

describe('a disk that is full', () => {
  const mounted = (): boolean => {
    const target = join(place.folder, 'small');
    const made = spawnSync('mkdir', ['-p', target]).status === 0;
    return made && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48k', 'tmpfs', target]).status === 0;
  };

  it('ends the run with one error; what was written until then can be reported', async () => {
    // Mounting a small disk takes root.
    if (!mounted()) return;
    try {
      const text = `name: bad
functions: { mine: { use: noop } }
experiments: [{ kind: load, functions: [mine], arrivals: { kind: constant, rate: 100/s, duration: 20s }, warmUp: 0s }]
`;
      const result = await runScenario(text, ['--out', 'small']);
      await expectError(result, 106, /DISK_FULL no space left for the run directory small/);
    } finally {
      spawnSync('umount', [join(place.folder, 'small')]);
    }
  }, 60_000);
});
