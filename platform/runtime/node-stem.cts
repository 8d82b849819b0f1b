/**
 * A Node.js process without a function: waits until it is given the environment of one over its connection, or at
 * the descriptor that its argument names, then begins as any other. What every function needs is loaded while nobody
 * waits.
 */
(() => {
  const { readSync } = process.getBuiltinModule('node:fs');
  for (const name of ['node:net', 'node:path', 'node:module', 'node:url', 'node:util', 'node:vm']) {
    process.getBuiltinModule(name);
  }
  const load: (file: string) => unknown = require;
  load('./node-compile-cache.cjs');
  const [descriptor = '3'] = process.argv.splice(2);

  /** Blocks: an event loop would have to be wound up again. */
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

  const { environment } = JSON.parse(receive()) as { readonly environment: Record<string, string> };
  Object.assign(process.env, environment);
  process.chdir(process.env['LAMBDA_TASK_ROOT'] ?? '/');
  load('./node-bootstrap.cjs');
})();
