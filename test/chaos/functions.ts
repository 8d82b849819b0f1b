/** The functions that the platform has to bear: one that works, and those that do what functions should not. */

/** All tell the ledger, if they can reach it, when they begin and when they are done; between the two each does its own mischief. */
const frame = (mischief: string): string => `
  const http = require('node:http');
  const { spawn } = require('node:child_process');
  const tell = async (path) => process.env.LEDGER && new Promise((resolve, reject) => {
    http.request(process.env.LEDGER + path, { method: 'POST' }, (answer) => answer.resume().on('end', resolve))
      .on('error', reject).end();
  });
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const work = async ({ id, draw }) => {
    await tell('/began/' + id);
    ${mischief}
    await tell('/done/' + id);
    return { id };
  };
  exports.handler = work;`;

export interface ChaosFunction {
  readonly name: string;
  readonly runtime: 'nodejs22.x' | 'python3.13';
  readonly files: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  /** Share of the load. */
  readonly weight: number;
}

function inNode(
  name: string,
  mischief: string,
  { tail = '', ...options }: Partial<ChaosFunction> & { readonly tail?: string } = {},
): ChaosFunction {
  return {
    name,
    runtime: 'nodejs22.x',
    files: { 'index.cjs': frame(mischief) + tail },
    timeoutSeconds: 5,
    memoryMiB: 256,
    weight: 1,
    ...options,
  };
}

const worker = `
import json, os, time, urllib.request
def tell(path):
    if "LEDGER" in os.environ:
        urllib.request.urlopen(urllib.request.Request(os.environ["LEDGER"] + path, method="POST")).read()
def handler(event, context):
    tell("/began/" + event["id"])
    time.sleep(0.02)
    tell("/done/" + event["id"])
    return {"id": event["id"]}
`;

export const chaosFunctions: readonly ChaosFunction[] = [
  inNode('works', 'await wait(20 * draw);', { weight: 10 }),
  {
    name: 'works-python',
    runtime: 'python3.13',
    files: { 'index.py': worker },
    timeoutSeconds: 5,
    memoryMiB: 256,
    weight: 4,
  },
  inNode('lasts', 'await wait(2000 * draw);', { weight: 2 }),
  inNode(
    'forks',
    `for (let n = 0; n < 3; n++) spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' }).unref();`,
  ),
  inNode('allocates', 'const held = []; for (;;) { held.push(Buffer.alloc(8 << 20, 1)); await wait(1); }', {
    memoryMiB: 128,
  }),
  inNode('spins', 'for (;;);', { timeoutSeconds: 1 }),
  inNode('exits', 'if (draw < 0.5) process.exit(draw < 0.25 ? 0 : 3);'),
  inNode(
    'throws',
    `if (draw < 0.5) throw new Error('as told'); setTimeout(() => { throw new Error('late') }, 5);`,
  ),
  inNode(
    'floods',
    `const line = 'x'.repeat(1 << 20); for (let n = 0; n < 100; n++) process.stdout.write(line + '\\n');`,
    {
      timeoutSeconds: 10,
    },
  ),
  inNode('answers-twice', '', {
    tail: `
  exports.handler = (event, context, callback) => {
    work(event).then((answer) => { callback(null, answer); callback(null, 'again'); callback(new Error('thrice')); });
  };`,
  }),
  inNode('answers-too-much', `return 'x'.repeat(8 << 20);`),
  inNode('never-answers', 'await new Promise(() => setInterval(() => {}, 1000));', { timeoutSeconds: 1 }),
];
