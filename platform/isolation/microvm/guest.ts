/** A guest as its host sees it: it boots, takes a function, and says what becomes of it. */
import type { Duplex } from 'node:stream';
import { createFrameReader, type Frame, toFrame } from '../../frames.ts';
import type { SandboxExit } from '../backend.ts';
import { createChannels } from './channels.ts';
import { type FrameType, frameType, maxGuestPayloadBytes, toFileFrames } from './frames.ts';
import { walkTree } from './guest-files.ts';
import { toTimespec } from './timespec.ts';
import { readAgentExit, toShellExit } from './guest-exit.ts';
import type { QemuEnd, QemuProcess } from './qemu-process.ts';

/** What the guest needs to know to start a runtime. */
export interface GuestOrder {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMiB: number;
}

/** Whom the guest tells; a guest that waits for a function has nobody yet. */
export interface GuestListener {
  onConnection(connection: Duplex): void;
  onOutput(chunk: Buffer): void;
  /** Called once, when the runtime or the whole guest has ended. */
  onExit(exit: SandboxExit): void;
}

export interface Guest {
  readonly qemu: QemuProcess;
  /** The agent runs: the guest takes a function without delay. Never resolves for a guest that does not come up. */
  readonly up: Promise<void>;
  /** The function's files, from a folder of this machine. */
  load(codeFolder: string): void;
  start(order: GuestOrder, listener: GuestListener): void;
  /** To call before it is saved: what copies must not have in common is then drawn anew by each. */
  prepareCopies(): Promise<void>;
  /** In a copy: sets the clock, then tells the runtime its new identity. */
  renew(environment: GuestOrder['environment'], listener: GuestListener): Promise<void>;
  /** The most memory of the function so far, in MiB. */
  readPeakMemoryMiB(): number | undefined;
  destroy(): Promise<void>;
}

export function createGuest(qemu: QemuProcess, now: () => number): Guest {
  let listener: GuestListener | undefined;
  let peakMiB: number | undefined;
  let exit: SandboxExit | undefined;
  /** What the guest is told instead of the time. */
  let givenEpochMs: number | undefined;
  let tellUp: () => void = () => undefined;
  const clockWaiters: (() => void)[] = [];
  const copyWaiters: (() => void)[] = [];
  const up = new Promise<void>((resolve) => {
    tellUp = resolve;
  });
  const channels = createChannels(qemu.agent, (connection) => listener?.onConnection(connection));

  function tellExit(given: SandboxExit): void {
    if (exit !== undefined) return;
    exit = given;
    // What the function wrote last may still be on its way: it is read before the end is told.
    setImmediate(() => {
      listener?.onExit(given);
      qemu.kill();
    });
  }

  function onLine(line: string): void {
    const [verb, status, isOutOfMemory] = line.split(' ');
    if (verb === 'time?') qemu.control.write(toTimespec(givenEpochMs ?? now()));
    else if (verb === 'clocked') clockWaiters.shift()?.();
    else if (verb === 'exited') tellExit(toShellExit(Number(status), isOutOfMemory === '1'));
  }

  function onFrame(frame: Frame): void {
    switch (frame.type) {
      case frameType.hello:
        return tellUp();
      case frameType.copying:
        return copyWaiters.shift()?.();
      case frameType.memory:
        peakMiB = Math.max(peakMiB ?? 0, frame.channel);
        return;
      case frameType.exit:
        return tellExit(readAgentExit(frame.payload.toString()));
      default:
        return channels.take(frame);
    }
  }

  const send = (type: FrameType, content: object): void =>
    void qemu.agent.write(toFrame(type, 0, Buffer.from(JSON.stringify(content))));
  /** Waits for the guest, or for its end, of which the listener is told. */
  const answered = async (waiters: (() => void)[]): Promise<void> => {
    const answer = new Promise<void>((resolve) => waiters.push(resolve));
    await Promise.race([answer, qemu.ended]);
  };

  /** The guest asks for the time when it runs: what it is told before would be late by then. */
  const synchronise = async (epochMs?: number): Promise<void> => {
    givenEpochMs = epochMs;
    qemu.control.write('synchronise\n');
    await answered(clockWaiters);
  };

  let text = '';
  qemu.control.on('data', (chunk: Buffer) => {
    const lines = (text + chunk.toString('latin1')).split('\n');
    text = (lines.pop() ?? '').slice(-mostLineLength);
    for (const line of lines) onLine(line);
  });
  const read = createFrameReader({ maxPayloadBytes: maxGuestPayloadBytes, onFrame });
  qemu.agent.on('data', (chunk: Buffer) => {
    try {
      read(chunk);
    } catch {
      // The function has taken the agent's place, and talks nonsense.
      qemu.kill();
    }
  });
  qemu.output.on('data', (chunk: Buffer) => listener?.onOutput(chunk));
  void qemu.ended.then((end) => tellExit(toQemuExit(end)));

  return {
    qemu,
    up,
    load(codeFolder) {
      for (const file of walkTree(codeFolder)) {
        for (const frame of toFileFrames(file.path, file.mode, file.readContent())) qemu.agent.write(frame);
      }
    },
    start(order, given) {
      listener = given;
      send(frameType.start, order);
    },
    async renew(environment, given) {
      listener = given;
      await synchronise();
      send(frameType.restored, { environment });
    },
    async prepareCopies() {
      await synchronise(farAheadEpochMs);
      send(frameType.copying, {});
      await answered(copyWaiters);
    },
    readPeakMemoryMiB: () => peakMiB,
    async destroy() {
      qemu.kill();
      await qemu.ended;
    },
  };
}

/** A guest that ends by itself is switched off: QEMU that fails says why. */
function toQemuExit({ exit, complaint }: QemuEnd): SandboxExit {
  const isRefusal = exit.kind === 'exited' && exit.status !== 0;
  return isRefusal ? { kind: 'notStarted', code: 'QEMU', message: complaint } : exit;
}

/** The longest that a guest of ours writes has some twenty. */
const mostLineLength = 100;

/**
 * OpenSSL draws from the kernel anew when much time has passed since it last did, or less than none. A guest that does
 * so in the far future does it again when its copy is back in the present (docs.openssl.org: RAND_set_DRBG_type,
 * EVP_RAND "reseed_time_interval").
 */
const farAheadEpochMs = Date.UTC(2100, 0, 1);
