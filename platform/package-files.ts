/**
 * Where the platform's own files are. The same module runs compiled from `dist` and, in tests, from its source, so a
 * path relative to the module alone would not do.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageRoot = findPackageRoot(dirname(fileURLToPath(import.meta.url)));

function findPackageRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error(`no package.json above ${fileURLToPath(import.meta.url)}`);
  return findPackageRoot(parent);
}

/** Version of the package, as its `package.json` says. */
export const packageVersion: string = (
  JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { readonly version: string }
).version;

/** Where Node.js functions begin: compiled, because a child process runs it. */
export const nodeBootstrapPath: string = join(packageRoot, 'dist/platform/runtime/node-bootstrap.cjs');

/** Where functions begin that bring extensions. */
export const extensionHostPath: string = join(packageRoot, 'dist/platform/runtime/node-extension-host.mjs');

/** What brings a runtime to the Runtime API that is at a Unix socket, when it wants a port. */
export const portRelayPath: string = join(packageRoot, 'dist/platform/runtime/node-port-relay.cjs');

/** What the bootstrap of Node.js functions loads from its own folder, some of it only when a function needs it. */
export const nodePartPaths: readonly string[] = [
  'node-connection.cjs',
  'node-invocation.cjs',
  'node-handler.cjs',
  'node-log.cjs',
  'node-json-log.mjs',
  'node-response-stream.mjs',
  'node-framed-response.mjs',
  'node-compile-cache.cjs',
].map((name) => join(packageRoot, 'dist/platform/runtime', name));

/** Where Python functions begin. */
export const pythonBootstrapPath: string = join(packageRoot, 'platform/runtime/python-bootstrap.py');

/** The agent of a virtual machine, compiled, because the machine runs it. */
export const guestAgentPath: string = join(packageRoot, 'dist/platform/isolation/microvm/guest/agent.cjs');

/** The first process of a virtual machine. */
export const guestInitPath: string = join(packageRoot, 'platform/isolation/microvm/guest/init.sh');

/** What makes the sandboxes of the isolation level `process`. */
export const sandboxServerPath: string = join(packageRoot, 'platform/isolation/namespaces/sandbox_server.py');

/** What runs beside functions, compiled. */
export const runtimeFolder: string = join(packageRoot, 'dist/platform/runtime');

/** What runs inside the engine of isolates: compiled, because workerd takes JavaScript. */
export const isolateFolder: string = join(packageRoot, 'dist/platform/isolation/isolate');

/** Where a Python process begins that waits for its function. */
export const pythonStemPath: string = join(packageRoot, 'platform/runtime/python-stem.py');
