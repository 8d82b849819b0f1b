/**
 * What a container is started from: a process that has the namespaces for it ready, and waits. It holds a mount
 * namespace with the overlay in place, a network with nothing but itself, and a pid namespace, so that the kernel ends
 * everything inside with it; and it ends with the platform, however that ends.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { Server, Socket } from 'node:net';
import { join } from 'node:path';
import type { SandboxExit } from '../backend.ts';
import { findDeathSignalWrapper } from '../death-signal.ts';
import { toSandboxExit } from './container-exit.ts';
import type { OciConfig } from './oci-config.ts';
import { runtimeApiPort } from './places.ts';
import { hasPipes } from '../has-pipes.ts';

export interface Cell {
  /** The root file system that is ready for its container. */
  readonly rootFolder: string;
  /** Duplex: the descriptor 3 of the container. */
  readonly connection: Socket;
  /** Listens inside, at `runtimeApiPort`; demanded by `wantsPort`. */
  readonly server: Promise<Server>;
  readonly exit: Promise<SandboxExit>;
  /** Has the output of the container go there, from now on and what there was. */
  listen(onOutput: (chunk: Buffer) => void): void;
  /** Starts the container. */
  start(config: OciConfig): Promise<void>;
  /** Writes to the standard input of the container, and closes it. */
  tell(text: string): void;
  /** Ends everything inside, at once. */
  kill(): void;
  /** After the exit: removes its files. */
  remove(): Promise<void>;
}

export interface CellOptions {
  readonly id: string;
  /** Not there yet, and of this cell alone. */
  readonly folder: string;
  /** Root file systems, the first before the others. */
  readonly layers: readonly string[];
  readonly ociRuntime: string;
  readonly wantsPort: boolean;
}

/**
 * crun refuses hosts with both versions of control groups, if the second has controllers: there it must not see it.
 * Arguments: folder, layers, OCI runtime, id; then, to have a port, the program that opens it.
 */
const script = `
exec 5>&2 2>"$1/log"
if [ -e /sys/fs/cgroup/unified/cgroup.controllers ]; then umount /sys/fs/cgroup/unified || exit 1; fi
ip link set lo up || exit 1
mount -t tmpfs -o mode=0755,size=16m tmpfs "$1/layers" || exit 1
mkdir "$1/layers/upper" "$1/layers/work" "$1/layers/root" || exit 1
mount -t overlay -o "lowerdir=$2,upperdir=$1/layers/upper,workdir=$1/layers/work" overlay "$1/layers/root" || exit 1
if [ -n "$5" ]; then "$5" "$6" "$7" "$8" || exit 1; fi
exec 4>&-
unset NODE_CHANNEL_FD NODE_CHANNEL_SERIALIZATION_MODE
read -r _ || exit 0
: >"$1/log"
exec "$3" --root "$1/state" --log "$1/log" run --preserve-fds 1 --bundle "$1" "$4" 2>&5 5>&-
`;

/** Opens the port, hands it to the platform, and is gone. */
const portOpener = `
const server = require('node:net').createServer({ noDelay: true });
server.listen(Number(process.argv[1]), '127.0.0.1', () => process.send('port', server, () => process.exit(0)));
`;

export async function openCell(options: CellOptions): Promise<Cell> {
  const { id, folder, layers, ociRuntime, wantsPort } = options;
  await mkdir(join(folder, 'layers'), { recursive: true });
  // The user inside passes through.
  await chmod(folder, 0o711);
  const namespaces = ['unshare', '--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const opener = wantsPort ? [process.execPath, '--eval', portOpener, String(runtimeApiPort)] : [];
  const shell = ['sh', '-c', script, 'sh', folder, layers.join(':'), ociRuntime, id, ...opener];
  const [program = '', ...args] = [...findDeathSignalWrapper(), ...namespaces, '--', ...shell];
  const child = spawn(program, args, {
    // By its temporary folder a process that outlived the platform is known.
    env: { PATH: process.env['PATH'], TMPDIR: folder },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe', wantsPort ? 'ipc' : 'ignore'],
  });
  if (!hasPipes(child)) {
    const [error] = (await once(child, 'error')) as [Error];
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return toCell(child, folder);
}

function toCell(child: ChildProcess, folder: string): Cell {
  const exit = new Promise<SandboxExit>((resolve) => {
    child.once('error', ({ message }) => resolve({ kind: 'notStarted', code: '', message }));
    child.once('exit', (status, signal) => {
      // What was written last may still be in the pipes: it is read before the end is told.
      setImmediate(
        () =>
          void readComplaint(folder).then((complaint) =>
            resolve(toSandboxExit({ status, signal, complaint })),
          ),
      );
    });
  });
  const server = new Promise<Server>((resolve) => {
    child.once('message', (_, handle) => resolve(handle as Server));
  });
  const connection = child.stdio[3] as Socket;
  // What is killed resets its connections: its exit is told elsewhere.
  for (const stream of [child.stdin, connection]) stream?.on('error', () => undefined);
  return {
    rootFolder: join(folder, 'layers', 'root'),
    connection,
    server,
    exit,
    listen(onOutput) {
      child.stdout?.on('data', onOutput);
      child.stderr?.on('data', onOutput);
    },
    async start(config) {
      await writeFile(join(folder, 'config.json'), JSON.stringify(config));
      child.stdin?.write('\n');
    },
    tell: (text) => void child.stdin?.end(text),
    kill: () => void child.kill('SIGKILL'),
    async remove() {
      child.stdout?.destroy();
      child.stderr?.destroy();
      connection.destroy();
      void server.then((listening) => listening.close());
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
    },
  };
}

/** What the script or the OCI runtime could not do, in their own words. */
async function readComplaint(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'log'), 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean).at(-1) ?? '';
}
