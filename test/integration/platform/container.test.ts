/** Containers of the real OCI runtimes: what they answer, what they are kept from, and that nothing of them stays. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDockerClient } from '../../../platform/isolation/container/docker/docker-client.ts';
import { createContainerBackend } from '../../../platform/isolation/container/container.ts';
import { engineNames } from '../../../platform/isolation/container/container-options.ts';
import { findRuntimes } from '../../../platform/runtime/runtimes.ts';
import { type Platform, startPlatform } from '../../../platform/start-platform.ts';
import { listControlGroups } from '../../support/control-groups.ts';
import { startDocker } from '../../support/docker.ts';
import { eventually } from '../../support/eventually.ts';
import {
  createFunction,
  createLambdaClient,
  invoke,
  type TestFunction,
} from '../../support/lambda-client.ts';
import { listInstances } from '../../support/platform-pages.ts';
import { createPlatformPlace } from '../../support/platform-process.ts';
import { goFunctionIsMissing, packageGoFunction, pythonIsMissing } from '../../support/runtime-clients.ts';
import { describeIsolation } from '../../support/isolation-suite.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';

/** Control groups of the containers of one platform process. */
const listGroups = (pid: number): string[] => listControlGroups(`faasmark-${pid}-containers`);

/** Command lines of the processes that were started for a function, whatever runs them. */
function listCommands(functionName: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readText(`/proc/${pid}/environ`).includes(`AWS_LAMBDA_FUNCTION_NAME=${functionName}\0`))
    .map((pid) => readText(`/proc/${pid}/cmdline`));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const docker = await startDocker();
if (docker !== undefined) process.env['DOCKER_HOST'] = `unix://${docker.socketPath}`;
afterAll(async () => await docker?.stop());

/** Containers that the Docker engine still has. */
async function listDockerContainers(): Promise<unknown> {
  return docker && (await createDockerClient(docker.socketPath).ask('GET', '/containers/json?all=1'));
}

async function findMissing(engine: (typeof engineNames)[number]): Promise<string | undefined> {
  const instancesFolder = await mkdtemp(join(tmpdir(), 'faasmark-probe-'));
  const backend = createContainerBackend({
    runtimes: findRuntimes(),
    instancesFolder,
    container: { engine },
  });
  const availability = await backend.probe();
  await backend.close();
  await rm(instancesFolder, { recursive: true });
  return availability.isAvailable ? undefined : availability.reason;
}

const missing = new Map(
  await Promise.all(engineNames.map(async (engine) => [engine, await findMissing(engine)] as const)),
);

/** A client of the Runtime API without any library: answers with the name of its log stream. */
const bootstrap = {
  mode: 0o100_755,
  content: `#!${process.execPath}
    const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
    (async () => {
      for (;;) {
        const id = (await fetch(api + 'next')).headers.get('lambda-runtime-aws-request-id');
        const body = JSON.stringify(process.env.AWS_LAMBDA_LOG_STREAM_NAME);
        await fetch(api + id + '/response', { method: 'POST', body });
      }
    })();`,
};

const extension = `#!${process.execPath}
  const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2020-01-01/extension/';
  (async () => {
    const registered = await fetch(api + 'register', {
      method: 'POST',
      headers: { 'Lambda-Extension-Name': 'listener' },
      body: JSON.stringify({ events: ['INVOKE'] }),
    });
    const headers = { 'Lambda-Extension-Identifier': registered.headers.get('lambda-extension-identifier') };
    for (;;) {
      const event = await (await fetch(api + 'event/next', { headers })).json();
      console.log('the extension heard', event.eventType);
    }
  })();`;

describe.each(engineNames)('containers of %s', (engine) => {
  describeWhereThere(missing.get(engine), 'what is apart', () => {
    describeIsolation('container', {
      options: { isolation: 'container', container: { engine } },
      madeOf: new RegExp(`^${engine} .*seccomp`),
      isLimitedByKernel: true,
      processLimit: 'controlGroup',
      owns: engine === 'docker' ? 'firstProcess' : 'processes',
    });
  });

  // Whatever is not the program's own is the same for both of those that read an OCI bundle.
  if (engine === 'runc' && missing.get('crun') === undefined) return;
  describeWhereThere(missing.get(engine), 'a function', () => {
    let platform: Platform;
    let client: LambdaClient;
    beforeAll(async () => {
      platform = await startPlatform({ isolation: 'container', container: { engine } });
      client = createLambdaClient(platform.endpoint);
    });
    afterAll(async () => {
      client.destroy();
      await platform.close();
      expect(listGroups(process.pid)).toEqual([]);
      if (engine === 'docker') expect(await listDockerContainers()).toEqual([]);
    });

    let count = 0;
    async function run(fields: TestFunction, event: unknown = {}): ReturnType<typeof invoke> {
      const name = `function-${++count}`;
      await createFunction(client, name, fields);
      return await invoke(client, name, event, { LogType: 'Tail' });
    }

    it('of Node.js runs as nobody, alone, and can write only to /tmp', async () => {
      const source = `
        const { readdirSync, writeFileSync } = require('node:fs');
        const tryWriting = (path) => { try { writeFileSync(path, ''); return true } catch { return false } };
        exports.handler = async () => ({
          user: process.getuid(),
          processes: readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).length,
          written: ['/tmp/x', '/etc/x', '/usr/x', '/var/task/x', '/proc/sys/kernel/hostname'].filter(tryWriting),
          networks: Object.keys(require('node:os').networkInterfaces()),
          platform: readdirSync(${JSON.stringify(tmpdir())}).filter((name) => name.startsWith('faasmark')),
        })`;
      expect((await run({ source })).payload).toEqual({
        user: 65_534,
        processes: 2,
        written: ['/tmp/x'],
        networks: ['lo'],
        platform: [],
      });
    });

    it.each([
      ['throws', 'throw new TypeError("no")', 'TypeError', 'no'],
      ['exits', 'process.exit(3)', 'Runtime.ExitError', 'exit status 3'],
      [
        'is killed',
        'process.kill(process.pid, "SIGSEGV")',
        'Runtime.ExitError',
        'signal: segmentation fault',
      ],
      ['never answers', 'for (;;);', 'Sandbox.Timedout', 'Task timed out after 1.00 seconds'],
    ])('that %s has a function error', async (_, body, errorType, words) => {
      const source = `exports.handler = async () => { ${body}; await new Promise((end) => setTimeout(end, 1000)) }`;
      const { payload } = await run({ source, Timeout: body.startsWith('for') ? 1 : 5 });
      expect(payload).toMatchObject({ errorType, errorMessage: expect.stringContaining(words) });
    });

    it('that takes more memory than it has is ended by the kernel, and told as on Lambda', async () => {
      const source = `exports.handler = async () => { for (const all = [];;) all.push(Buffer.alloc(8e6, 1)) }`;
      const { payload, log } = await run({ source, MemorySize: 128 });
      expect(payload).toMatchObject({ errorMessage: expect.stringContaining('signal: killed') });
      expect(log).toContain('Max Memory Used: 128 MB');
    });

    it.each([
      [
        'Node.js',
        'node-stem',
        { source: 'exports.handler = async (event, { logStreamName }) => logStreamName' },
      ],
      ['a bootstrap of its own', 'read -r', { Runtime: 'provided.al2023', files: { bootstrap } }],
    ] as const)('of %s takes no second start when one was made ahead', async (_, word, fields) => {
      const name = `ahead-${process.pid}-${++count}`;
      await createFunction(client, name, { ...fields, Tags: { 'faasmark:ahead': '1' } });
      const commands = await eventually(
        async () => await Promise.resolve(listCommands(name)),
        (found) => found.some((command) => command.includes(word)),
      );
      expect(commands).toContainEqual(expect.stringContaining(word));
      const { payload } = await invoke(client, name, {});
      expect(payload).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\]/);
      expect(await listInstances(platform.endpoint, name)).toMatchObject([
        { origin: 'createdAhead', madeOf: expect.stringContaining(engine) },
      ]);
    });

    it('has its extensions beside it, which hear of invocations', async () => {
      const files = {
        'index.js': 'exports.handler = async () => true',
        'extensions/listener': { mode: 0o100_755, content: extension },
      };
      await createFunction(client, 'extended', { files });
      expect((await invoke(client, 'extended')).payload).toBe(true);
      // What it writes reaches the log in its own time: with one of the invocations that follow.
      const log = await eventually(
        async () => (await invoke(client, 'extended', {}, { LogType: 'Tail' })).log,
        (text) => text.includes('the extension heard'),
      );
      expect(log).toContain('the extension heard INVOKE');
    });

    it('that asks for the network of this machine is refused', async () => {
      const Tags = { 'faasmark:network': 'host' };
      await expect(createFunction(client, 'open', { Tags })).rejects.toThrow(
        'the isolation level container gives no function the network of this machine',
      );
    });

    it('that logs in JSON has what that takes inside', async () => {
      const source = "exports.handler = async () => console.warn({ from: 'inside' })";
      await createFunction(client, 'in-json', { source, LoggingConfig: { LogFormat: 'JSON' } });
      // Docker brings the log by another way than the answer, so maybe with one of the next.
      const log = await eventually(
        async () => (await invoke(client, 'in-json', {}, { LogType: 'Tail' })).log,
        (text) => text.includes('inside'),
      );
      expect(log).toMatch(/"level":"WARN".*"from":"inside"/);
    });

    describeWhereThere(pythonIsMissing, 'of Python', () => {
      it('answers what its handler returned', async () => {
        const files = {
          'index.py': 'def handler(event, context): return [event["text"], context.memory_limit_in_mb]',
        };
        const { payload } = await run(
          { Runtime: 'python3.13', Handler: 'index.handler', files },
          { text: 'grüße' },
        );
        expect(payload).toEqual(['grüße', '256']);
      });
    });

    describeWhereThere(goFunctionIsMissing, 'with a bootstrap of its own', () => {
      it('finds the Runtime API at a port', async () => {
        const fields = { Runtime: 'provided.al2023', files: await packageGoFunction() } as const;
        expect((await run(fields, { name: 'you' })).functionError).toBeUndefined();
      });
    });
  });
});

describeWhereThere(missing.get('docker'), 'a platform with docker that is killed', () => {
  it('has its containers removed by the next one', async () => {
    const place = await createPlatformPlace({ DOCKER_HOST: `unix://${docker?.socketPath}` });
    const options = { isolation: 'container', container: { engine: 'docker' } } as const;
    const first = await place.start(options);
    const client = createLambdaClient(first.endpoint);
    await createFunction(client, 'spin', { source: 'exports.handler = async () => { for (;;); }' });
    const broken = invoke(client, 'spin', {}).catch(() => 'broken');
    await eventually(listDockerContainers, (found) => (found as unknown[]).length > 0);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(await broken).toBe('broken');
    expect(await listDockerContainers()).toHaveLength(1);
    const second = await place.start(options);
    expect(await listDockerContainers()).toEqual([]);
    second.child.stdin?.end();
    await second.ended;
    client.destroy();
    await place.remove();
  });
});

describeWhereThere(
  [...missing.values()].every((reason) => reason !== undefined)
    ? [...missing.values()].join('; ')
    : undefined,
  'a platform that is killed',
  () => {
    it('leaves no process, and the next one removes the rest', async () => {
      const place = await createPlatformPlace();
      const first = await place.start({ isolation: 'container' });
      const client = createLambdaClient(first.endpoint);
      await createFunction(client, 'spin', {
        source: `require('node:child_process').spawn('sleep', ['1000'], { detached: true });
          exports.handler = async () => true;`,
      });
      await invoke(client, 'spin', {});
      const pid = first.child.pid ?? 0;
      const procs = listGroups(pid);
      expect(procs).not.toEqual([]);
      first.child.kill('SIGKILL');
      await first.ended;
      const second = await place.start({ isolation: 'container' });
      await eventually(
        async () => await Promise.resolve(listGroups(pid)),
        (groups) => groups.length === 0,
      );
      expect(listGroups(pid)).toEqual([]);
      second.child.stdin?.end();
      await second.ended;
      expect(await place.leftovers()).toEqual([]);
      client.destroy();
      await place.remove();
    });
  },
);
