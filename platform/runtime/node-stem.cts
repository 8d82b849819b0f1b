/**
 * A Node.js process without a function: waits until it is given the environment of one over its connection, or at
 * the descriptor that its argument names, then begins as any other. What every function needs is loaded, and has run
 * once, while nobody waits.
 */
(() => {
  const { readSync } = process.getBuiltinModule('node:fs');
  const { connect, createServer } = process.getBuiltinModule('node:net');
  for (const name of ['node:path', 'node:module', 'node:url', 'node:util', 'node:vm']) {
    process.getBuiltinModule(name);
  }
  const load: (file: string) => unknown = require;
  load('./node-compile-cache.cjs');
  const { speak } = load('./node-connection.cjs') as import('./bootstrap-parts.ts').ConnectionPart;
  const { createContexts, readEvent } = load(
    './node-invocation.cjs',
  ) as import('./bootstrap-parts.ts').InvocationPart;
  const { begin } = load('./node-bootstrap.cjs') as import('./bootstrap-parts.ts').BootstrapPart;
  const [descriptor = '3'] = process.argv.splice(2);

  /** Where nobody else listens: Linux has names for sockets that are no files. */
  const place = `\0faasmark-stem-${process.pid}-${process.hrtime.bigint()}`;
  const event = Buffer.from('\0\0\0\0{}');
  const rounds = 5;

  /** Has events and answers go to and fro as they will: Node.js compiles what it runs when that runs first. */
  function warmUp(done: () => void): void {
    const createContext = createContexts({});
    const ignore = (): void => undefined;
    const server = createServer((socket) => {
      const platform = speak(socket, false, ({ channel }) => {
        if (channel < rounds) platform.sendBytes(1, channel + 1, event);
        else socket.destroy();
      });
      platform.sendBytes(1, 1, event);
    });
    server.once('error', done);
    server.once('close', done);
    server.listen(place, () => {
      const socket = connect(place);
      socket.on('error', ignore);
      socket.once('close', () => server.close());
      const runtime = speak(socket, false, ({ channel, payload }) => {
        const read = readEvent(payload);
        const context = createContext(read, ignore, ignore);
        runtime.send(2, channel, JSON.stringify([JSON.parse(read.payload), context]));
      });
    });
  }

  /** Blocks: nothing else is to run until there is a function. */
  function receive(): string {
    const buffer = Buffer.alloc(65_536);
    let text = '';
    while (!text.endsWith('\n')) {
      const count = readSync(Number(descriptor), buffer);
      // The platform needs it no more.
      if (count === 0) process.exit(0);
      text += buffer.toString('latin1', 0, count);
    }
    return Buffer.from(text, 'latin1').toString('utf8');
  }

  function become(): void {
    const { environment } = JSON.parse(receive()) as { readonly environment: Record<string, string> };
    Object.assign(process.env, environment);
    process.chdir(process.env['LAMBDA_TASK_ROOT'] ?? '/');
    begin();
  }

  warmUp(become);
})();
