/** One QEMU process with the sockets that reach its monitor and its guest. It ends with the platform. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import type { SandboxExit } from '../backend.ts';
import { findProgram } from '../find-program.ts';
import { hasPipes } from '../has-pipes.ts';
import { descriptors, type GuestSpec, type MemoryFile, toQemuArguments } from './qemu-command.ts';
import { createQmpClient, type QmpClient } from './qmp-client.ts';

export interface QemuProcess {
  readonly monitor: QmpClient;
  /** Lines to and from the guest's init. */
  readonly control: Duplex;
  /** Frames to and from the guest's agent. */
  readonly agent: Duplex;
  /** What the function writes. */
  readonly output: Duplex;
  /** Of QEMU itself; resolves once. */
  readonly ended: Promise<QemuEnd>;
  kill(): void;
}

export interface QemuEnd {
  readonly exit: SandboxExit;
  /** What QEMU wrote to its standard error. */
  readonly complaint: string;
}

export interface QemuOptions {
  readonly spec: GuestSpec;
  readonly memoryFile?: MemoryFile | undefined;
  /** Marks the process as the platform's own, so that the next platform can end what a killed one left. */
  readonly instancesFolder: string;
  /** To restore: the state of the devices. */
  readonly stateFile?: string | undefined;
}

const mostComplaintBytes = 4096;

/** @throws a system error when there are no descriptors left. */
export function startQemu({ spec, memoryFile, stateFile, instancesFolder }: QemuOptions): QemuProcess {
  const [program = '', ...args] = [
    ...findDeathSignalWrapper(),
    spec.qemu,
    ...toQemuArguments(spec, memoryFile),
  ];
  const state = stateFile === undefined ? undefined : openSync(stateFile, 'r');
  let child: ChildProcess;
  try {
    child = spawn(program, args, {
      env: { TMPDIR: `${instancesFolder}/` },
      cwd: '/',
      // A session of its own: Ctrl-C is for the platform.
      detached: true,
      stdio: [
        'ignore',
        'ignore',
        'pipe',
        'pipe',
        'pipe',
        'pipe',
        'pipe',
        ...(state === undefined ? [] : [state]),
      ],
    });
  } finally {
    if (state !== undefined) closeSync(state);
  }
  // First, so that somebody hears why it could not be started.
  const ended = waitForEnd(child);
  if (!hasPipes(child)) {
    throw Object.assign(new Error('there are no file handles left for the sockets of QEMU'), {
      code: 'EMFILE',
    });
  }
  const [control, agent, output] = (['control', 'agent', 'output'] as const).map((name) =>
    toStream(child, name),
  );
  if (control === undefined || agent === undefined || output === undefined)
    throw new Error('no sockets for QEMU');
  return {
    monitor: createQmpClient(toStream(child, 'monitor')),
    control,
    agent,
    output,
    ended,
    kill: () => void child.kill('SIGKILL'),
  };
}

/** Has the kernel end QEMU with the platform, even when that is killed. */
function findDeathSignalWrapper(): readonly string[] {
  const setpriv = findProgram('setpriv');
  return setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'KILL', '--'];
}

function toStream(child: ChildProcess, name: keyof typeof descriptors): Duplex {
  const streams: readonly unknown[] = child.stdio;
  const stream = streams[descriptors[name]] as Duplex;
  // A guest that is killed resets its sockets: its end is told elsewhere.
  stream.on('error', () => undefined);
  return stream;
}

async function waitForEnd(child: ChildProcess): Promise<QemuEnd> {
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-mostComplaintBytes);
  });
  const exit = await new Promise<SandboxExit>((resolve) => {
    child.once('error', ({ code = '', message }: NodeJS.ErrnoException) => {
      if (child.pid === undefined) resolve({ kind: 'notStarted', code, message });
    });
    child.once('close', (status, signal) => {
      resolve(signal === null ? { kind: 'exited', status: status ?? 0 } : { kind: 'signalled', signal });
    });
  });
  return { exit, complaint: complaint.trim() };
}
