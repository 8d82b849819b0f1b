/** Sandboxes without processes: each runs a runtime inside the test that asks the Runtime API for events. */
import type { IsolationBackend, SandboxExit } from '../../platform/isolation/backend.ts';
import type { LaunchedRuntime, LaunchOrder } from '../../platform/isolation/launcher.ts';
import { createRuntimeSandbox } from '../../platform/isolation/runtime-sandbox.ts';
import type { Runtimes } from '../../platform/runtime/runtimes.ts';

export interface FakeRuntime {
  /** The runtime asks for events only if and when this resolves. Default: at once. */
  readonly begin?: () => Promise<void>;
  /** What it answers to an event. */
  readonly handle?: (event: unknown) => unknown;
  readonly peakMemoryMiB?: () => number;
}

export interface FakeBackend extends IsolationBackend {
  /** Sandboxes that were created. */
  readonly created: () => number;
  /** Those that have not ended. */
  readonly live: () => number;
  /** Has the latest one end by itself. */
  crash(exit: SandboxExit): void;
}

/** @param instancesFolder - where the temporary folders of the instances are made. */
export function createFakeBackend(instancesFolder: string, runtime: FakeRuntime = {}): FakeBackend {
  const { begin = () => Promise.resolve(), handle = (event) => event, peakMemoryMiB = () => 40 } = runtime;
  const live = new Set<(exit: SandboxExit) => void>();
  let latest: ((exit: SandboxExit) => void) | undefined;
  let created = 0;

  async function launch({ runtimeApi, onExit }: LaunchOrder): Promise<LaunchedRuntime> {
    const address = await runtimeApi.listen();
    created++;
    const abort = new AbortController();
    const end = (exit: SandboxExit): void => {
      if (!live.delete(end)) return;
      abort.abort();
      onExit(exit);
    };
    live.add(end);
    latest = end;
    const api = `http://${address}/2018-06-01/runtime/invocation`;
    void serve(api, begin, handle, abort.signal).catch(() => undefined);
    return {
      origin: 'new',
      madeOf: 'nothing',
      readPeakMemoryMiB: peakMemoryMiB,
      destroy() {
        end({ kind: 'signalled', signal: 'SIGKILL' });
        return Promise.resolve();
      },
    };
  }

  // Any executable file: none is run.
  const runtimes: Runtimes = { commandOf: () => [process.execPath], whyMissing: () => undefined };
  return {
    level: 'process',
    probe: () => Promise.resolve({ isAvailable: true, madeOf: 'nothing' }),
    created: () => created,
    live: () => live.size,
    crash: (exit) => latest?.(exit),
    create: (request) => createRuntimeSandbox(request, { launch }, { runtimes, instancesFolder }),
    close: () => Promise.resolve(),
  };
}

/** Ends by a rejection, when it is aborted or the platform is gone. */
async function serve(
  api: string,
  begin: () => Promise<void>,
  handle: (event: unknown) => unknown,
  signal: AbortSignal,
): Promise<never> {
  await begin();
  for (;;) {
    const next = await fetch(`${api}/next`, { signal });
    const id = next.headers.get('lambda-runtime-aws-request-id');
    const body = JSON.stringify(await handle(await next.json()));
    await (await fetch(`${api}/${id}/response`, { method: 'POST', body, signal })).text();
  }
}
