/** V8 isolates, beside the first hit on a new one that a bare workerd loads. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { compatibilityDate } from '../../../platform/isolation/isolate/engine-config.ts';
import { findWorkerd } from '../../../platform/isolation/isolate/find-workerd.ts';
import { atMost } from '../figure.ts';
import { endGroup, type Scope } from '../scope.ts';
import { ratio } from '../statistics.ts';
import { compareStarts } from './compare-starts.ts';
import { helloInNode } from './hello.ts';
import type { PartContext, PartResult } from './part.ts';
import { timeRequest } from './time-request.ts';

const repetitions = 60;

const isolateSource = `
const handler = async () => ({ hello: 'world' });
export default { fetch: async () => Response.json(await handler()) };
`;
const loaderSource = `
const code = {
  compatibilityDate: '${compatibilityDate}',
  mainModule: 'main.js',
  modules: { 'main.js': ${JSON.stringify(isolateSource)} },
  globalOutbound: null,
};
export default { fetch: (request, { LOADER }) => LOADER.load(code).getEntrypoint().fetch(request) };
`;
const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "loader", worker = .loader)],
  sockets = [(name = "calls", address = "127.0.0.1:0", http = (), service = "loader")],
  v8Flags = ["--max-heap-size=256"],
);
const loader :Workerd.Worker = (
  modules = [(name = "main.js", esModule = ${JSON.stringify(loaderSource)})],
  compatibilityDate = "${compatibilityDate}",
  compatibilityFlags = ["experimental"],
  bindings = [(name = "LOADER", workerLoader = ())],
);
`;

export async function measureIsolates(context: PartContext): Promise<PartResult> {
  const { platform, scope } = context;
  const bare = await startWorkerd(scope);
  try {
    await platform.deploy('isolate', { ...helloInNode, Tags: { 'faasmark:isolation': 'isolate' } });
    const contenders = [
      {
        name: 'workerd, a new isolate',
        start: async () => (await timeRequest(`http://127.0.0.1:${bare.port}/`)).tookMs,
      },
      { name: 'isolate', start: () => platform.start('isolate') },
    ];
    const { times, failed } = await compareStarts(contenders, repetitions, context);
    const isolate = ratio(times['isolate']?.p50Ms, times['workerd, a new isolate']?.p50Ms);
    return { figures: [atMost('ratio.isolate', isolate, 1.25)], ratio: { isolate }, times, failed };
  } finally {
    bare.stop();
  }
}

async function startWorkerd(scope: Scope): Promise<{ readonly port: number; stop(): void }> {
  const found = findWorkerd();
  if (!found.isFound) throw new Error(found.reason);
  const path = join(scope.folder, 'workerd.capnp');
  writeFileSync(path, config);
  const child = spawn(found.program, ['serve', path, '--experimental', '--control-fd=3'], {
    detached: true,
    env: {},
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  scope.own(child);
  const [told] = (await once(child.stdio[3] as Readable, 'data')) as [Buffer];
  const { port } = JSON.parse(told.toString().split('\n', 1)[0] ?? '') as { readonly port: number };
  return { port, stop: () => endGroup(child, 'SIGKILL') };
}
