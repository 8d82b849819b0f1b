/**
 * The connection of a Node.js function to the platform: frames, as `invocation-frames.ts` has them. It is on the path of
 * every cold start, and of every warm one.
 */
(() => {
  const net = process.getBuiltinModule('node:net');

  type Socket = ReturnType<typeof net.connect>;
  type Options = import('./bootstrap-parts.ts').ConnectionOptions;
  type Connection = import('./bootstrap-parts.ts').Connection;
  type Speak = import('./bootstrap-parts.ts').ConnectionPart['speak'];

  const headBytes = 9;
  /** What tells frames from HTTP. */
  const mark = Buffer.alloc(1);

  function connect({ env, isShared, onFrame }: Options): Connection {
    const socket = open(env);
    // Without the platform there is nothing left to do.
    socket.on('error', () => process.exit(1));
    socket.on('close', () => process.exit(1));
    return speak(socket, isShared, onFrame, mark);
  }

  const speak: Speak = (socket, isShared, onFrame, opening) => {
    let unsaid = opening;
    let unsent: Buffer[] = [];

    function write(frame: Buffer): void {
      // Together: a write of its own would take Node.js most of a millisecond.
      const whole = unsaid === undefined ? frame : Buffer.concat([unsaid, frame]);
      unsaid = undefined;
      if (!isShared) return void socket.write(whole);
      if (unsent.push(whole) === 1) setImmediate(flush);
    }

    function flush(): void {
      const frames = unsent;
      unsent = [];
      socket.write(Buffer.concat(frames));
    }

    socket.on('data', createReader(onFrame));
    return {
      send(type, channel, text) {
        const frame = createFrame(type, channel, Buffer.byteLength(text));
        frame.write(text, headBytes);
        write(frame);
      },
      sendBytes(type, channel, bytes) {
        const frame = createFrame(type, channel, bytes.length);
        frame.set(bytes, headBytes);
        write(frame);
        return !socket.writableNeedDrain;
      },
      onDrain: (callback) => void socket.once('drain', callback),
      hold: (isHeld) => void (isHeld ? socket.ref() : socket.unref()),
    };
  };

  /** A connection that the platform handed over saves a port and the time to connect. */
  function open(env: NodeJS.ProcessEnv): Socket {
    const connection = env['FAASMARK_RUNTIME_CONNECTION'];
    delete env['FAASMARK_RUNTIME_CONNECTION'];
    if (connection?.startsWith('/') === true) return net.connect(connection);
    if (connection !== undefined) return new net.Socket({ fd: Number(connection) });
    const [host = '', port = ''] = (env['AWS_LAMBDA_RUNTIME_API'] ?? '').split(':');
    return net.connect({ host, port: Number(port), noDelay: true });
  }

  function createFrame(type: number, channel: number, payloadBytes: number): Buffer {
    const frame = Buffer.allocUnsafe(headBytes + payloadBytes);
    frame[0] = type;
    frame.writeUInt32LE(channel, 1);
    frame.writeUInt32LE(payloadBytes, 5);
    return frame;
  }

  /** Joins chunks only when a frame is complete: a large one comes in many. */
  function createReader(onFrame: Options['onFrame']): (chunk: Buffer) => void {
    let chunks: Buffer[] = [];
    let pendingBytes = 0;
    let wantedBytes = headBytes;
    return (chunk) => {
      chunks.push(chunk);
      pendingBytes += chunk.length;
      if (pendingBytes < wantedBytes) return;
      let rest = chunks.length === 1 ? chunk : Buffer.concat(chunks);
      for (;;) {
        wantedBytes = rest.length < headBytes ? headBytes : headBytes + rest.readUInt32LE(5);
        if (rest.length < wantedBytes) break;
        const payload = rest.subarray(headBytes, wantedBytes);
        const frame = { type: rest[0] ?? 0, channel: rest.readUInt32LE(1), payload };
        rest = rest.subarray(wantedBytes);
        onFrame(frame);
      }
      chunks = rest.length === 0 ? [] : [rest];
      pendingBytes = rest.length;
    };
  }

  module.exports = { connect, speak };
})();
