import { readFileSync } from 'node:fs';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createFunction, createLambdaClient, invoke } from '../../support/lambda-client.ts';
import { namespacesAreMissing } from '../../support/namespaces.ts';
import {
  createPlatformPlace,
  type PlatformPlace,
  type PlatformProcess,
} from '../../support/platform-process.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';

interface Failure {
  readonly errorType: string;
}

/** Does what an event says, in Python, which has system calls at hand. */
const spy = `
import ctypes, errno, os, signal, socket, threading
libc = ctypes.CDLL(None, use_errno=True)
def attempt(action):
    try:
        return action()
    except OSError as error:
        return errno.errorcode[error.errno]
def fork_until_refused():
    count = 0
    try:
        while count < 2000:
            if os.fork() == 0:
                signal.pause()
            count += 1
    except OSError:
        pass
    return count
def start_threads_until_refused():
    over = threading.Event()
    threads = []
    try:
        while len(threads) < 2000:
            thread = threading.Thread(target=over.wait)
            thread.start()
            threads.append(thread)
    except RuntimeError:
        pass
    over.set()
    for thread in threads:
        thread.join()
    return len(threads)
def open_until_refused():
    kept = []
    try:
        while len(kept) < 5000:
            kept.append(open("/dev/null"))
    except OSError:
        pass
    return len(kept)
def call(name, *arguments):
    return errno.errorcode[ctypes.get_errno()] if getattr(libc, name)(*arguments) < 0 else "done"
def handler(event, context):
    return eval(event)`;

describe('a function that breaks its limits in a sandbox', () => {
  let place: PlatformPlace;
  let platform: PlatformProcess;
  let client: LambdaClient;
  beforeAll(async () => {
    place = await createPlatformPlace();
    platform = await place.start();
    client = createLambdaClient(platform.endpoint);
    await createFunction(client, 'spy', { Runtime: 'python3.12', files: { 'index.py': spy } });
    await createFunction(client, 'other');
  });
  afterAll(async () => {
    client.destroy();
    platform.child.kill('SIGTERM');
    await platform.ended;
    expect(await place.leftovers()).toEqual([]);
    await place.remove();
  });
  const ask = async (expression: string): Promise<unknown> =>
    (await invoke(client, 'spy', expression)).payload;

  describeWhereThere(namespacesAreMissing, 'in namespaces', () => {
    it('looks into no process, not even with the same user', async () => {
      for (const call of ['call("ptrace", 16, 1, 0, 0)', 'call("process_vm_readv", 1, 0, 0, 0, 0, 0)']) {
        expect(await ask(call)).toBe('EPERM');
      }
    });

    it('finds nothing where the Runtime API of others is', async () => {
      const connect = 'attempt(lambda: socket.create_connection(("127.0.0.1", 9001), 1) and "reached")';
      expect(await ask(connect)).toBe('ECONNREFUSED');
    });

    it.each([
      ['files open', 'open_until_refused()'],
      ['threads and processes', 'start_threads_until_refused()'],
    ])('has so many %s, and no more', async (_, expression) => {
      const count = await ask(expression);
      expect(count).toBeGreaterThan(900);
      expect(count).toBeLessThan(1024);
    });

    it('is stopped when it forks without end, while others go on', async () => {
      // Refused by the kernel, or ended for the memory that the processes take together.
      const outcome = await ask('fork_until_refused()');
      if (typeof outcome === 'number') expect(outcome).toBeLessThan(1024);
      else expect((outcome as Failure).errorType).toBe('Runtime.ExitError');
      expect((await invoke(client, 'other', { a: 1 })).payload).toEqual({ a: 1 });
    });
  });

  it('writes 100 MB of output, of which the platform keeps the end', async () => {
    await createFunction(client, 'chatty', {
      source: `
        const line = 'x'.repeat(1023) + '\\n';
        exports.handler = async () => {
          for (let count = 0; count < 100; count++) require('node:fs').writeSync(1, line.repeat(1024));
          process.stdout.write('the end\\n');
          return 'done';
        };`,
    });
    const { Payload, LogResult } = await client.send(
      new InvokeCommand({ FunctionName: 'chatty', LogType: 'Tail' }),
    );
    expect(Payload?.transformToString()).toBe('"done"');
    const log = Buffer.from(LogResult ?? '', 'base64').toString();
    expect(log.length).toBeLessThanOrEqual(4096);
    expect(log).toMatch(/the end\nEND .*\nREPORT /s);
    if (process.platform === 'linux') expect(readPeakMiB(platform.child.pid ?? 0)).toBeLessThan(250);
  });
});

function readPeakMiB(pid: number): number {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}
