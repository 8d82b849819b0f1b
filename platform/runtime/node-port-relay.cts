/**
 * Begins a function that looks for the Runtime API at a port, where it is at a Unix socket: passes connections on, and
 * runs the command of the runtime. Arguments: socket, port, command.
 */
(() => {
  const { connect, createServer } = process.getBuiltinModule('node:net');
  const { spawn } = process.getBuiltinModule('node:child_process');
  const { constants } = process.getBuiltinModule('node:os');
  const [socket = '', port = '', program = '', ...args] = process.argv.slice(2);

  const relay = createServer({ noDelay: true, allowHalfOpen: true }, (inner) => {
    const outer = connect({ path: socket, allowHalfOpen: true });
    inner.pipe(outer);
    outer.pipe(inner);
    inner.on('error', () => outer.destroy());
    outer.on('error', () => inner.destroy());
  });
  relay.listen(Number(port), '127.0.0.1', () => {
    const runtime = spawn(program, args, { stdio: 'inherit' });
    runtime.on('error', () => process.exit(1));
    runtime.on('exit', (status, signal) => {
      // As a shell would say it: the platform sees only this process.
      process.exit(status ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
})();
