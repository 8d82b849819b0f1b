import {
  type LambdaClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { beginStream, invokeStream, readStream } from '../../support/invoke-stream.ts';
import { isolateIsMissing } from '../../support/isolate.ts';
import {
  createFunction,
  createLambdaClient,
  invoke,
  type TestFunction,
} from '../../support/lambda-client.ts';
import { readMetric } from '../../support/platform-pages.ts';
import {
  createPlatformPlace,
  type PlatformPlace,
  type PlatformProcess,
} from '../../support/platform-process.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';

const level = 'faasmark:isolation';

function toResource(name: string): { readonly Resource: string } {
  return { Resource: `arn:aws:lambda:us-east-1:000000000000:function:${name}` };
}

describeWhereThere(isolateIsMissing, 'a function in an isolate', () => {
  let place: PlatformPlace;
  let platform: PlatformProcess;
  let client: LambdaClient;
  let count = 0;
  beforeAll(async () => {
    place = await createPlatformPlace();
    platform = await place.start({ isolation: 'isolate' });
    client = createLambdaClient(platform.endpoint);
  });
  afterAll(async () => {
    client.destroy();
    platform.child.kill('SIGKILL');
    await platform.ended;
    // The kernel ends the engines with the platform; the next platform removes the folder.
    expect(await eventually(engines, (left) => left.length === 0)).toEqual([]);
    await place.remove();
  });

  const engines = async (): Promise<string[]> =>
    (await place.leftovers()).filter((left) => !left.startsWith('faasmark-platform-'));

  async function listInstances(name: string): Promise<{ readonly origin: string }[]> {
    const answer = await fetch(`${platform.endpoint}/admin/instances?function=${name}`);
    return ((await answer.json()) as { instances: { origin: string }[] }).instances;
  }

  async function make(fields: TestFunction): Promise<string> {
    const name = `f${++count}`;
    await createFunction(client, name, { MemorySize: 128, ...fields });
    return name;
  }

  const call = async (fields: TestFunction, event?: unknown): ReturnType<typeof invoke> =>
    await invoke(client, await make(fields), event, { LogType: 'Tail' });

  describe('answers', () => {
    it.each([
      ['a promise', 'exports.handler = async (event) => ({ event })', { event: { a: 'ä' } }],
      ['a callback', 'exports.handler = (e, c, callback) => setTimeout(callback, 1, null, 7)', 7],
      ['the context', 'exports.handler = (e, context) => context.succeed("done")', 'done'],
      ['nothing', 'exports.handler = () => {}', null],
      ['what JSON has no word for', 'exports.handler = async () => undefined', null],
      [
        'a timer that it stops',
        'exports.handler = () => new Promise((d) => { clearTimeout(setTimeout(d, 1, 1)); setImmediate(d, 2) })',
        2,
      ],
      ['its variables', 'exports.handler = async () => process.env.COLOUR', 'green'],
      [
        'a built-in module',
        'const { createHash } = require("crypto"); exports.handler = async () => createHash("md5").update("").digest("hex")',
        'd41d8cd98f00b204e9800998ecf8427e',
      ],
    ])('by %s', async (_, source, payload) => {
      const Environment = { Variables: { COLOUR: 'green' } };
      expect(await call({ source, Environment }, { a: 'ä' })).toMatchObject({
        payload,
        functionError: undefined,
      });
    });

    it('with files of its package, CommonJS and JSON', async () => {
      const answer = await call({
        files: {
          'index.js': `exports.handler = async () => [require('./lib'), require('dep'), require('./d'),
            require('fs').readFileSync(__dirname + '/t.txt', 'utf8')]`,
          'lib/index.js': 'module.exports = 010',
          'd.json': '{"k":1}',
          't.txt': 'text',
          'node_modules/dep/package.json': '{"main":"main.js"}',
          'node_modules/dep/main.js': 'module.exports = "dep"',
          'node_modules/dep/never-asked-for.js': 'const = 1',
        },
      });
      expect(answer.payload).toEqual([8, 'dep', { k: 1 }, 'text']);
    });

    it('as an ES module', async () => {
      const answer = await call({
        files: {
          'index.mjs': `import { x } from './x.mjs'; import d from './d.json' with { type: 'json' };
            import c from './c.cjs'; import { join } from 'node:path';
            export const handler = async () => ({ x, d, c, joined: join('a', 'b') });`,
          'x.mjs': 'export const x = 1',
          'd.json': '{"k":2}',
          'c.cjs': 'module.exports = 3',
        },
      });
      expect(answer.payload).toEqual({ x: 1, d: { k: 2 }, c: 3, joined: 'a/b' });
    });

    it('with the documented context, its log and its state', async () => {
      const name = await make({
        source: `let n = 0; exports.handler = async (event, context) => {
          console.log('hello', { n }); console.error('bad');
          return { n: ++n, id: context.awsRequestId, name: context.functionName, memory: context.memoryLimitInMB,
            isInTime: context.getRemainingTimeInMillis() > 10_000 }; }`,
      });
      await invoke(client, name);
      const { payload, log, requestId } = await invoke(client, name, {}, { LogType: 'Tail' });
      expect(payload).toEqual({ n: 2, id: requestId, name, memory: '128', isInTime: true });
      expect(log).toContain(`Z\t${requestId}\tINFO\thello { n: 1 }\n`);
      expect(log).toContain(`Z\t${requestId}\tERROR\tbad\n`);
    });
  });

  it('imports packages of its own as Node.js would, and names of CommonJS files', async () => {
    const answer = await call({
      files: {
        'index.mjs': `import { one } from 'one'; import { two } from '@scope/two/sub'; import old, { three } from 'old';
          import { inner } from '#inner';
          export const handler = async () => [one, two, three, old.three, inner, (await import('one/more')).default];`,
        'package.json': '{"imports":{"#inner":"./lib/inner.mjs"}}',
        'lib/inner.mjs': `export { two as inner } from '@scope/two/sub';`,
        'node_modules/one/package.json':
          '{"type":"module","exports":{".":{"import":"./i.js","require":"./r.cjs"},"./*":"./lib/*.js"}}',
        'node_modules/one/i.js': `import more from './lib/more.js'; export const one = more + 0.5;`,
        'node_modules/one/r.cjs': 'throw new Error("not for ES modules")',
        'node_modules/one/lib/more.js': 'export default 1',
        'node_modules/one/lib/broken.js': 'export = 1',
        'node_modules/@scope/two/sub/index.js': 'exports.two = 2',
        'node_modules/@scope/two/package.json': '{"exports":{"./sub":"./sub/index.js"}}',
        'node_modules/old/package.json': '{"main":"lib"}',
        'node_modules/old/lib/index.js': 'module.exports = require("./more")',
        'node_modules/old/lib/more.js': 'exports.three = 3',
      },
    });
    expect(answer.payload).toEqual([1.5, 2, 3, 3, 2, 1]);
  });

  it('logs JSON of the levels that are wanted', async () => {
    const { log } = await call({
      source: `exports.handler = async () => { console.info({ kept: false }); console.warn({ kept: true }, 'and'); console.error(new RangeError('far')) }`,
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN', SystemLogLevel: 'WARN' },
    });
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { level: 'WARN', message: '{ kept: true } and', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      { level: 'ERROR', message: { errorType: 'RangeError', errorMessage: 'far' } },
    ]);
  });

  describe('that streams', () => {
    let name: string;
    beforeAll(async () => {
      name = await make({
        source: `
          const { pipeline } = require('node:stream/promises');
          const { Readable } = require('node:stream');
          exports.handler = awslambda.streamifyResponse(async ({ do: what }, stream, context) => {
            switch (what) {
              case 'wait': stream.setContentType('text/plain'); stream.write('first'); await new Promise((done) => setTimeout(done, 1e6));
              case 'pipe':
                return await pipeline(Readable.from((function* () { for (let i = 0; i < 7; i++) yield Buffer.alloc(1 << 20, i); })()), stream);
              case 'throw': throw new TypeError('before it began');
              case 'break': stream.write('half'); throw new RangeError('midway');
              case 'exit': stream.write('half'); await new Promise((done) => setTimeout(done, 20)); process.exit(3);
              case 'forget': stream.write('never ended'); return;
              case 'later': setTimeout(() => stream.end('later'), 20); return;
              case 'http': stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201 }); return stream.end('body');
              case 'nothing': return stream.end();
            }
          });`,
        Timeout: 1,
      });
    });
    const run = (what: string): ReturnType<typeof invokeStream> => invokeStream(client, name, { do: what });

    it('gives what it has written while it still runs', async () => {
      const events = await beginStream(client, name, { do: 'wait' });
      const first = await events.next();
      expect(Buffer.from(first.value.PayloadChunk.Payload).toString()).toBe('first');
      expect(await readMetric(platform.endpoint, 'faas_invocations_in_flight')).toBe(1);
      expect((await readStream(events)).complete.ErrorDetails).toContain('timed out after 1.00 seconds');
    });

    it('is held back by who reads, and gives all in the end', async () => {
      await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Timeout: 30 }));
      const { body, complete } = await run('pipe');
      expect([body.length, body[0], body.at(-1)]).toEqual([7 << 20, 0, 6]);
      expect(complete).toEqual({});
    });

    it.each([
      ['throws before it writes', 'throw', '', 'Function.Unknown', 'before it began'],
      ['breaks midway', 'break', 'half', 'Function.Unknown', 'midway'],
      ['exits midway', 'exit', 'half', 'Runtime.TruncatedResponse', 'before it was complete'],
    ])('says how, when it %s', async (_, what, text, code, details) => {
      const { body, complete } = await run(what);
      expect([body.toString(), complete.ErrorCode]).toEqual([text, code]);
      expect(complete.ErrorDetails).toContain(details);
    });

    it.each([
      ['writes nothing', 'nothing', ''],
      ['never ends its stream', 'forget', 'never ended'],
      ['ends it when it has returned', 'later', 'later'],
      ['describes an HTTP response', 'http', '{"statusCode":201}\0\0\0\0\0\0\0\0body'],
    ])('gives what there is, when it %s', async (_, what, text) => {
      const { body, complete } = await run(what);
      expect([body.toString(), complete]).toEqual([text, {}]);
    });

    it('answers all at once when nobody wants a stream', async () => {
      const url = `${platform.endpoint}/2015-03-31/functions/${name}/invocations`;
      const answer = await fetch(url, { method: 'POST', body: '{"do":"forget"}' });
      expect(await answer.text()).toBe('never ended');
      expect(await invoke(client, name, { do: 'break' })).toMatchObject({ functionError: 'Unhandled' });
    });
  });

  it.each([
    ['the global process', ''],
    ['the module', 'const process = require("node:process");'],
  ])('knows its trace id by %s', async (_, imports) => {
    const name = await make({
      source: `${imports} exports.handler = async () => process.env._X_AMZN_TRACE_ID`,
    });
    const headers = { 'x-amzn-trace-id': 'Root=1-2-3' };
    const url = `${platform.endpoint}/2015-03-31/functions/${name}/invocations`;
    const answer = await fetch(url, { method: 'POST', headers });
    expect(await answer.json()).toBe('Root=1-2-3');
  });

  it.each([
    ['throws', 'exports.handler = async () => { throw new TypeError("no") }', 'TypeError', 'no'],
    ['throws nothing of an error', 'exports.handler = async () => { throw "text" }', 'string', 'text'],
    [
      'fails by its callback',
      'exports.handler = (e, c, callback) => callback(new RangeError("far"))',
      'RangeError',
      'far',
    ],
    [
      'answers a circle',
      'exports.handler = async () => { const a = {}; a.a = a; return a }',
      'Runtime.MarshalError',
      'circular',
    ],
    [
      'lets a rejection go',
      'exports.handler = () => new Promise(() => void Promise.reject(new Error("lost")))',
      'Runtime.UnhandledPromiseRejection',
      'lost',
    ],
    [
      'throws later',
      'exports.handler = () => new Promise(() => void setTimeout(() => { throw new Error("late") }, 1))',
      'Error',
      'late',
    ],
    ['exits', 'exports.handler = () => process.exit(3)', 'Runtime.ExitError', 'exit status 3'],
    ['does not compile', 'exports.handler = = 1', 'Runtime.UserCodeSyntaxError', "Unexpected token '='"],
    ['misses a module', 'require("none")', 'Runtime.ImportModuleError', "Cannot find module 'none'"],
    ['exports no handler', 'exports.other = 1', 'Runtime.HandlerNotFound', 'index.handler is undefined'],
    ['throws as it is loaded', 'throw new EvalError("at once")', 'EvalError', 'at once'],
    [
      'wants what workerd has not',
      'exports.handler = async () => require("child_process").execSync("ls")',
      'Error',
      'not implemented',
    ],
    [
      'wants the network',
      'exports.handler = async () => await fetch("http://127.0.0.1:1")',
      'Error',
      'not permitted',
    ],
  ])('that %s fails as on Lambda', async (_, source, errorType, message) => {
    const { payload, functionError } = await call({ source });
    expect(functionError).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType, errorMessage: expect.stringContaining(message) });
  });

  describe('of another runtime is refused, with the reason', () => {
    const reason = 'cannot run python3.12: V8 isolates run functions of the nodejs';

    it.each([
      ['that asks for isolates', { 'faasmark:isolation': 'isolate' }],
      ['that takes the level of the platform', {}],
    ])('as it is made, %s', async (_, Tags) => {
      await expect(make({ Runtime: 'python3.12', Tags })).rejects.toThrow(reason);
    });

    it('as it gets that runtime, and as it loses the tag of a level that runs it', async () => {
      const FunctionName = await make({ source: 'exports.handler = async () => 1' });
      const change = new UpdateFunctionConfigurationCommand({ FunctionName, Runtime: 'python3.12' });
      await expect(client.send(change)).rejects.toThrow(reason);
      await client.send(
        new TagResourceCommand({ ...toResource(FunctionName), Tags: { [level]: 'process' } }),
      );
      await client.send(change);
      const untag = new UntagResourceCommand({ ...toResource(FunctionName), TagKeys: [level] });
      await expect(client.send(untag)).rejects.toThrow(reason);
    });
  });

  it('starts from what was loaded ahead, with variables of its own, and another is loaded in its place', async () => {
    const name = await make({
      source: 'exports.handler = async () => [process.env.COLOUR, process.env.AWS_LAMBDA_LOG_STREAM_NAME]',
      Environment: { Variables: { COLOUR: 'red' } },
      Tags: { 'faasmark:ahead': '1' },
    });
    const startAnother = async (): Promise<string | undefined> => {
      const { payload } = await invoke(client, name);
      expect(payload).toEqual(['red', expect.stringContaining('[$LATEST]')]);
      const records = await listInstances(name);
      await client.send(
        new UpdateFunctionConfigurationCommand({ FunctionName: name, Description: `${records.length}` }),
      );
      return records.at(-1)?.origin;
    };
    expect(await eventually(startAnother, (origin) => origin === 'createdAhead')).toBe('createdAhead');
    expect(await eventually(startAnother, (origin) => origin === 'createdAhead')).toBe('createdAhead');
  });

  it('sees nothing of another one', async () => {
    await call({
      source: 'globalThis.secret = "s"; exports.handler = async () => process.env.SECRET',
      Environment: { Variables: { SECRET: 'x' } },
    });
    const { payload } = await call({
      source: `const fs = require('node:fs');
        exports.handler = async () => ({ global: typeof globalThis.secret, variable: process.env.SECRET ?? null,
          root: fs.readdirSync('/').sort(), code: fs.readdirSync('/bundle/task'), passwd: fs.existsSync('/etc/passwd'),
          path: process.env.NODE_OPTIONS ?? null });`,
    });
    expect(payload).toEqual({
      global: 'undefined',
      variable: null,
      root: ['bundle', 'dev', 'tmp'],
      code: ['index.cjs'],
      passwd: false,
      path: null,
    });
  });

  it('that never comes back is timed out, and what was idle beside it goes on', async () => {
    const neighbour = await make({ source: 'let n = 0; exports.handler = async () => ++n' });
    await invoke(client, neighbour);
    const { payload, log } = await call({
      source: 'exports.handler = async () => { console.log("in"); for (;;); }',
      Timeout: 1,
    });
    expect(payload).toMatchObject({
      errorMessage: expect.stringContaining('Task timed out after 1.00 seconds'),
    });
    expect(log).toContain('INFO\tin\n');
    expect(await invoke(client, neighbour)).toMatchObject({
      functionError: undefined,
      payload: expect.any(Number),
    });
  });

  it.each([
    ['on its heap', 'held.push(new Array(1e5).fill(0).map((x) => ({ x })))'],
    [
      'beside its heap',
      'held.push(new Uint8Array(4 << 20).fill(1)); await new Promise((done) => setTimeout(done, 1))',
    ],
  ])(
    'that takes too much memory %s is ended, and a neighbour hears that it was not to blame',
    async (_, grow) => {
      const neighbour = await make({
        source:
          'exports.handler = async (ms) => { await new Promise((done) => setTimeout(done, ms)); return "slept" }',
      });
      await invoke(client, neighbour, 1);
      const leaking = await make({
        source: `const held = []; exports.handler = async () => { for (;;) { ${grow} } }`,
      });
      const [slept, ended] = await Promise.all([invoke(client, neighbour, 15_000), invoke(client, leaking)]);
      expect(slept.payload).toMatchObject({ errorType: 'Sandbox.Failure' });
      expect(ended.payload).toMatchObject({
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringContaining('killed'),
      });
      expect((await invoke(client, neighbour, 1)).payload).toBe('slept');
    },
  );

  it('runs fifty at once in few processes', async () => {
    const name = await make({
      source:
        'const id = Math.random(); exports.handler = async () => { await new Promise((done) => setTimeout(done, 1000)); return id }',
    });
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => (await invoke(client, name)).payload),
    );
    expect(new Set(answers).size).toBe(50);
    expect((await engines()).length).toBeLessThanOrEqual(4);
  });
});
