import { type LambdaClient, UntagResourceCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createFunction, createLambdaClient, invoke } from '../../support/lambda-client.ts';
import { microvmIsMissing } from '../../support/microvm.ts';
import {
  createPlatformPlace,
  type PlatformPlace,
  type PlatformProcess,
} from '../../support/platform-process.ts';
import { goFunctionIsMissing, packageGoFunction } from '../../support/runtime-clients.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';

/** Without hardware help a guest takes seconds to boot, and on a busy machine many. */
const patienceMs = 120_000;

const source = `
  const fs = require('node:fs');
  const os = require('node:os');
  let invocations = 0;
  exports.handler = async (event) => {
    console.log('the guest says', event.text);
    if (event.allocate) for (const held = []; ; ) held.push(Buffer.alloc(1 << 20, 1));
    if (event.read) return fs.existsSync(event.read);
    return {
      text: event.text,
      invocation: ++invocations,
      kernel: os.release(),
      networks: Object.keys(os.networkInterfaces()),
      processes: fs.readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).length,
      nowMs: Date.now(),
    };
  };`;

interface Answer {
  readonly text: string;
  readonly invocation: number;
  readonly kernel: string;
  readonly networks: readonly string[];
  readonly nowMs: number;
}

/** Ends if it is told to; else says what a copy must not have in common with another. */
const copiedSource = `
  const { randomUUID, randomBytes } = require('node:crypto');
  const { readFileSync } = require('node:fs');
  const initialised = randomUUID();
  let invocations = 0;
  exports.handler = async (event, context) => {
    if (event.end) process.exit(1);
    return {
      initialised,
      type: process.env.AWS_LAMBDA_INITIALIZATION_TYPE,
      invocation: ++invocations,
      logStream: context.logStreamName,
      random: randomBytes(8).toString('hex'),
      kernelRandom: readFileSync('/proc/sys/kernel/random/uuid', 'utf8'),
      nowMs: Date.now(),
    };
  };`;

interface Copy {
  readonly initialised: string;
  readonly type: string;
  readonly invocation: number;
  readonly logStream: string;
  readonly random: string;
  readonly kernelRandom: string;
  readonly nowMs: number;
}

const arn = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

interface ListedInstance {
  readonly function: string;
  readonly origin: string;
}

async function listInstances({ endpoint }: PlatformProcess): Promise<readonly ListedInstance[]> {
  const answer = (await (await fetch(`${endpoint}/admin/instances`)).json()) as {
    readonly instances: readonly ListedInstance[];
  };
  return answer.instances;
}

describeWhereThere(microvmIsMissing, 'a function in a virtual machine', () => {
  let place: PlatformPlace;
  let platform: PlatformProcess;
  let client: LambdaClient;
  beforeAll(async () => {
    place = await createPlatformPlace();
    platform = await place.start({ isolation: 'microvm' });
    client = createLambdaClient(platform.endpoint);
    const Tags = { 'faasmark:ahead': '1' };
    await createFunction(client, 'one', { source, Timeout: 60, MemorySize: 128, Tags });
  }, patienceMs);
  afterAll(async () => {
    client.destroy();
    platform.child.kill('SIGKILL');
    await platform.ended;
    await place.remove();
  });

  it(
    'answers again and again, with its log, at the right time, on a kernel of its own and without a network',
    async () => {
      const first = await invoke(client, 'one', { text: 'grüße' }, { LogType: 'Tail' });
      // Another guest would only take the processor from the tests that follow.
      await client.send(new UntagResourceCommand({ Resource: arn('one'), TagKeys: ['faasmark:ahead'] }));
      expect(first.log).toContain('the guest says grüße');
      expect(first.log).toMatch(/Init Duration: [\d.]+ ms/);
      expect(first.payload).toMatchObject({ text: 'grüße', invocation: 1, networks: ['lo'] });
      const second = (await invoke(client, 'one', { text: 'again' })).payload as Answer;
      expect(second).toMatchObject({ invocation: 2, kernel: expect.stringContaining('cloud') });
      expect(Math.abs(second.nowMs - Date.now())).toBeLessThan(1000);
    },
    patienceMs,
  );

  it('gives and takes megabytes', async () => {
    const text = 'y'.repeat(2_000_000);
    expect(((await invoke(client, 'one', { text })).payload as Answer).text).toHaveLength(2_000_000);
  });

  it('sees no file of the host', async () => {
    expect((await invoke(client, 'one', { read: process.cwd() })).payload).toBe(false);
    expect((await invoke(client, 'one', { read: '/etc/passwd' })).payload).toBe(false);
  });

  it('is ended by its own kernel when it takes more memory than its limit', async () => {
    const answer = await invoke(client, 'one', { allocate: true }, { LogType: 'Tail' });
    expect(answer.payload).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(answer.log).toContain('signal: killed');
    expect(answer.log).toMatch(/Memory Size: 128 MB\tMax Memory Used: 128 MB/);
  });

  it('says how it came to be, and on which processor', async () => {
    expect((await listInstances(platform))[0]).toMatchObject({
      isolation: 'microvm',
      origin: 'prewarmed',
      madeOf: expect.stringMatching(/QEMU microvm (with KVM|on an emulated processor \(TCG\))/),
    });
  });

  it(
    'begins as a copy of one that has initialised, with a time, a log and random numbers of its own',
    async () => {
      await createFunction(client, 'copied', {
        source: copiedSource,
        Timeout: 60,
        MemorySize: 128,
        Publish: true,
        SnapStart: { ApplyOn: 'PublishedVersions' },
      });
      const ask = (event: object): ReturnType<typeof invoke> =>
        invoke(client, 'copied', event, { Qualifier: '1', LogType: 'Tail' });
      const first = await ask({});
      await ask({ end: true });
      const second = await ask({});
      expect(first.log).toMatch(/Restore Duration: [\d.]+ ms\tBilled Restore Duration: \d+ ms/);
      const [one, other] = [first.payload, second.payload] as [Copy, Copy];
      expect(one.initialised).toBe(other.initialised);
      expect([one.type, one.invocation, other.invocation]).toEqual(['snap-start', 1, 1]);
      for (const key of ['logStream', 'random', 'kernelRandom'] as const)
        expect(one[key]).not.toBe(other[key]);
      expect(Math.abs(other.nowMs - Date.now())).toBeLessThan(1000);
    },
    patienceMs,
  );

  describeWhereThere(goFunctionIsMissing, 'on the unmodified aws-lambda-go', () => {
    it(
      'reaches the Runtime API at a port of the guest',
      async () => {
        const files = await packageGoFunction();
        await createFunction(client, 'go', {
          files,
          Runtime: 'provided.al2023',
          Timeout: 60,
          MemorySize: 128,
        });
        expect((await invoke(client, 'go', { text: 'hello' })).payload).toMatchObject({
          text: 'hello',
          invocation: 1,
        });
      },
      patienceMs,
    );
  });

  it('is gone with a platform that is killed', async () => {
    platform.child.kill('SIGKILL');
    await platform.ended;
    const next = await place.start();
    next.child.stdin?.end();
    await next.ended;
    expect(await place.leftovers()).toEqual([]);
  });
});
