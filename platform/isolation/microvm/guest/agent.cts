/**
 * The agent of a guest: takes the function's files and its orders from the host, relays the Runtime API, and becomes
 * the runtime itself where the function is for Node.js, since a second process would double the time of a cold start.
 *
 * Like node-bootstrap.cts it is on the path of every cold start, and so a single file that imports nothing.
 */
(() => {
  const fs = process.getBuiltinModule('node:fs');
  const net = process.getBuiltinModule('node:net');
  const path = process.getBuiltinModule('node:path');
  const { spawn } = process.getBuiltinModule('node:child_process');
  type Socket = import('node:net').Socket;

  interface Order {
    readonly command: readonly [string, ...string[]];
    readonly environment: Readonly<Record<string, string>>;
    readonly memoryMiB: number;
  }
  interface Channel {
    readonly socket: Socket;
    /** What the runtime has sent since it was last answered: its open question. */
    asked: Buffer[];
  }

  // As frames.ts has them.
  const frame = {
    file: 1,
    start: 2,
    open: 3,
    data: 4,
    close: 5,
    exit: 6,
    memory: 7,
    hello: 8,
    restored: 9,
    copying: 10,
  };
  const headBytes = 9;

  const hostPort = 4;
  const taskRoot = '/var/task';
  const nodeBootstrap = '/var/runtime/node-bootstrap.cjs';
  const apiPort = 9001;
  const cgroup = '/sys/fs/cgroup';
  const partBytes = 65_536;

  const channels = new Map<number, Channel>();
  let channelCount = 0;
  let chunks: Buffer[] = [];
  let pendingBytes = 0;
  let wantedBytes = headBytes;
  /** Held by the agent before the function came, in KiB. */
  let ownKib = 0;
  let reportedMiB = 0;

  function send(type: number, channel: number, payload: Buffer): void {
    const head = Buffer.alloc(headBytes);
    head.writeUInt8(type, 0);
    head.writeUInt32LE(channel, 1);
    head.writeUInt32LE(payload.length, 5);
    let rest = Buffer.concat([head, payload]);
    // The host reads whatever comes: waiting for it keeps the order, and needs no queue.
    while (rest.length > 0) rest = rest.subarray(fs.writeSync(hostPort, rest));
  }

  /** Joins chunks only when a frame is complete: a large one comes in many. */
  function receive(chunk: Buffer): void {
    chunks.push(chunk);
    pendingBytes += chunk.length;
    if (pendingBytes < wantedBytes) return;
    let pending = Buffer.concat(chunks);
    for (;;) {
      wantedBytes = pending.length < headBytes ? headBytes : headBytes + pending.readUInt32LE(5);
      if (pending.length < wantedBytes) break;
      const payload = pending.subarray(headBytes, wantedBytes);
      obey(pending.readUInt8(0), pending.readUInt32LE(1), payload);
      pending = pending.subarray(wantedBytes);
    }
    chunks = [pending];
    pendingBytes = pending.length;
  }

  function obey(type: number, channel: number, payload: Buffer): void {
    switch (type) {
      case frame.file:
        return writeFile(payload);
      case frame.start:
        return start(JSON.parse(payload.toString()) as Order);
      case frame.copying:
        process.getBuiltinModule('node:crypto').randomBytes(1);
        return send(frame.copying, 0, Buffer.alloc(0));
      case frame.restored:
        return continueAnew(JSON.parse(payload.toString()) as Pick<Order, 'environment'>);
      case frame.data: {
        const relayed = channels.get(channel);
        if (relayed !== undefined) relayed.asked = [];
        relayed?.socket.write(payload);
        return;
      }
      case frame.close:
        channels.get(channel)?.socket.end();
    }
  }

  /** Length of the path, path, mode, content. */
  function writeFile(payload: Buffer): void {
    const pathEnd = 2 + payload.readUInt16LE(0);
    const file = path.join(taskRoot, payload.toString('utf8', 2, pathEnd));
    const mode = payload.readUInt32LE(pathEnd);
    const content = payload.subarray(pathEnd + 4);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    if ((mode & fs.constants.S_IFMT) === fs.constants.S_IFLNK) fs.symlinkSync(content.toString(), file);
    else if ((mode & fs.constants.S_IFMT) === fs.constants.S_IFDIR) fs.mkdirSync(file, { recursive: true });
    // A large file comes in several frames.
    else fs.appendFileSync(file, content, { mode: mode & 0o777 });
  }

  function start({ command, environment, memoryMiB }: Order): void {
    fs.mkdirSync(taskRoot, { recursive: true });
    process.chdir(taskRoot);
    const isOwn = command[1] === nodeBootstrap;
    ownKib = isOwn ? readStatus('self', 'VmRSS') : 0;
    fs.writeFileSync(`${cgroup}/function/memory.max`, String((memoryMiB << 20) - ownKib * 1024));
    // What is started, or loaded, from here on counts as the function's memory.
    enterGroup('function');
    serve(() => {
      if (isOwn) becomeRuntime(environment);
      else startRuntime(command, environment);
    });
  }

  function enterGroup(name: string): void {
    fs.writeFileSync(`${cgroup}/${name}/cgroup.procs`, String(process.pid));
  }

  function becomeRuntime(environment: Order['environment']): void {
    // Only the runtime decides whether there is something left to do.
    input.unref();
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, environment);
    process.argv[1] = nodeBootstrap;
    process.on('exit', (status) => sendExit({ kind: 'exited', status }));
    (require(nodeBootstrap) as { begin(): void }).begin();
  }

  function startRuntime([program, ...args]: Order['command'], env: Order['environment']): void {
    const child = spawn(program, args, { cwd: taskRoot, env, stdio: ['ignore', 1, 2] });
    // The agent itself is not the function.
    enterGroup('.');
    child.on('error', ({ code = '', message }: NodeJS.ErrnoException) =>
      sendExit({ kind: 'notStarted', code, message }),
    );
    child.on('exit', (status, signal) => {
      if (child.pid === undefined) return;
      const isOutOfMemory = signal === 'SIGKILL' && /^oom_kill [1-9]/m.test(readGroup('memory.events'));
      if (isOutOfMemory) sendExit({ kind: 'outOfMemory' });
      else sendExit(signal === null ? { kind: 'exited', status } : { kind: 'signalled', signal });
    });
  }

  function sendExit(exit: object): void {
    reportMemory();
    send(frame.exit, 0, Buffer.from(JSON.stringify(exit)));
  }

  /** The Runtime API, as the runtime sees it: each connection becomes a channel to the host. */
  function serve(onListening: () => void): void {
    const server = net.createServer({ noDelay: true }, (socket) => {
      const id = ++channelCount;
      const channel: Channel = { socket, asked: [] };
      channels.set(id, channel);
      socket.unref();
      send(frame.open, id, Buffer.alloc(0));
      socket.on('data', (chunk: Buffer) => {
        channel.asked.push(chunk);
        reportMemory();
        relay(id, chunk);
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        channels.delete(id);
        send(frame.close, id, Buffer.alloc(0));
      });
    });
    server.unref();
    server.listen(apiPort, '127.0.0.1', onListening);
  }

  function relay(id: number, chunk: Buffer): void {
    for (let at = 0; at < chunk.length; at += partBytes)
      send(frame.data, id, chunk.subarray(at, at + partBytes));
  }

  /** In a copy of a guest: the host at the other end is another, and knows nothing of what was asked before. */
  function continueAnew({ environment }: Pick<Order, 'environment'>): void {
    Object.assign(process.env, environment);
    reportedMiB = 0;
    for (const [id, { asked }] of channels) {
      send(frame.open, id, Buffer.alloc(0));
      for (const chunk of asked) relay(id, chunk);
    }
  }

  function reportMemory(): void {
    const mib = Math.ceil(
      Math.max(ownKib + Number(readGroup('memory.peak')) / 1024, readChildrenKib()) / 1024,
    );
    if (mib <= reportedMiB) return;
    reportedMiB = mib;
    send(frame.memory, mib, Buffer.alloc(0));
  }

  /** Their resident memory counts what they share with files, as it does at other levels. */
  function readChildrenKib(): number {
    if (ownKib > 0) return 0;
    const pids = readGroup('cgroup.procs').split('\n').filter(Boolean);
    return pids.reduce((sum, pid) => sum + readStatus(pid, 'VmHWM'), 0);
  }

  function readGroup(name: string): string {
    return fs.readFileSync(`${cgroup}/function/${name}`, 'latin1');
  }

  /** In KiB; 0 for a process that is gone. */
  function readStatus(pid: string, field: string): number {
    try {
      const status = fs.readFileSync(`/proc/${pid}/status`, 'latin1');
      return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    } catch {
      return 0;
    }
  }

  const input = new net.Socket({ fd: 0, readable: true, writable: false });
  input.on('data', receive);
  send(frame.hello, 0, Buffer.alloc(0));
})();
