import { describe, expect, it } from '@jest/globals';
import { createFunction, invoke, type TestFunction } from '../../support/lambda-client.ts';
import { pythonIsMissing } from '../../support/runtime-clients.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';
import { sharePlatform } from '../../support/share-platform.ts';

const shared = sharePlatform();

let count = 0;
async function run(fields: TestFunction, event: unknown = {}): ReturnType<typeof invoke> {
  const name = `function-${++count}`;
  await createFunction(shared.client, name, fields);
  return await invoke(shared.client, name, event, { LogType: 'Tail' });
}

const context = Buffer.from(JSON.stringify({ custom: { key: 'ä' } })).toString('base64');

describe('a Node.js function', () => {
  it.each([
    ['an async function', 'exports.handler = async () => 1', 1],
    ['a promise', 'exports.handler = () => Promise.resolve(2)', 2],
    ['a callback', 'exports.handler = (event, context, callback) => setImmediate(callback, null, 3)', 3],
    ['the older context.succeed', 'exports.handler = (event, context) => context.succeed(4)', 4],
    ['nothing at all', 'exports.handler = async () => {}', null],
    ['no answer, and nothing left to wait for', 'exports.handler = () => {}', null],
    [
      'a callback, after all that it began',
      `let done = false;
       exports.handler = (event, context, callback) => {
         callback(null, { get done() { return done } });
         setTimeout(() => { done = true }, 20);
       }`,
      { done: true },
    ],
  ])('answers with %s', async (_, source, answer) => {
    expect((await run({ source })).payload).toEqual(answer);
  });

  it.each([
    [
      'index.mjs',
      { 'index.mjs': 'export const handler = async () => import.meta.url.length > 0' },
      'index.handler',
    ],
    [
      'index.js of a module package',
      { 'index.js': 'export const handler = async () => true', 'package.json': '{"type":"module"}' },
      'index.handler',
    ],
    ['a file in a folder', { 'src/deep/main.js': 'exports.run = async () => true' }, 'src/deep/main.run'],
    ['a member of an export', { 'index.js': 'exports.api = { run: async () => true }' }, 'index.api.run'],
  ])('is found as %s', async (_, files, Handler) => {
    expect((await run({ files, Handler })).payload).toBe(true);
  });

  it('sees the variables of Lambda and its own, and none of the platform', async () => {
    process.env['OF_THE_PLATFORM'] = 'secret';
    const { payload } = await run({
      source: 'exports.handler = async () => process.env',
      Environment: { Variables: { OWN: 'grüße' } },
    });
    delete process.env['OF_THE_PLATFORM'];
    expect(payload).toMatchObject({
      OWN: 'grüße',
      _HANDLER: 'index.handler',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_REGION: 'us-east-1',
      TZ: ':UTC',
    });
    expect(payload).not.toHaveProperty('OF_THE_PLATFORM');
    expect(payload).not.toHaveProperty('AWS_SECRET_ACCESS_KEY');
  });

  it('has its log in order and complete, also when it writes past the console', async () => {
    const source = `
      exports.handler = async () => {
        process.stdout.write('first\\n');
        for (let line = 0; line < 2000; line++) console.log(line);
        console.error('last');
      }`;
    const lines = (await run({ source })).log.split('\n').map((line) => line.split('\t').at(-1));
    const last = lines.indexOf('last');
    expect(lines.slice(last - 3, last)).toEqual(['1997', '1998', '1999']);
  });
});

describeWhereThere(pythonIsMissing, 'a Python function', () => {
  const python = (source: string, handler = 'index.handler'): TestFunction => ({
    Runtime: 'python3.13',
    Handler: handler,
    files: { [`${handler.slice(0, handler.lastIndexOf('.')).replaceAll('.', '/')}.py`]: source },
  });

  it('answers what its handler returned, and tells the handler who it is', async () => {
    const source = `
def handler(event, context):
    return [event["text"], context.function_name, context.aws_request_id, context.memory_limit_in_mb]`;
    const { payload, requestId } = await run(python(source), { text: 'grüße ☀' });
    expect(payload).toEqual(['grüße ☀', `function-${count}`, requestId, '256']);
  });

  it('gets the client context', async () => {
    await createFunction(
      shared.client,
      'context',
      python('def handler(event, context): return context.client_context'),
    );
    const answer = await invoke(shared.client, 'context', {}, { ClientContext: context });
    expect(answer.payload).toEqual({ custom: { key: 'ä' } });
  });

  it('is found in a package', async () => {
    expect((await run(python('def run(event, context): return 1', 'pkg.mod.run'))).payload).toBe(1);
  });

  it('logs by print and by logging', async () => {
    const source = `
import logging
def handler(event, context):
    print("printed")
    logging.getLogger().warning("logged")`;
    const { log, requestId } = await run(python(source));
    expect(log).toContain('printed\n');
    expect(log).toMatch(new RegExp(`\\[WARNING\\]\t\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z\t${requestId}\tlogged\n`));
  });

  it.each([
    ['raises', 'def handler(event, context): raise KeyError("k")', 'KeyError'],
    ['returns what JSON cannot hold', 'def handler(event, context): return {1, 2}', 'TypeError'],
    ['lacks a module', 'import no_such_module', 'Runtime.ImportModuleError'],
    ['has a syntax error', 'def handler(:', 'Runtime.UserCodeSyntaxError'],
    ['lacks its handler', 'x = 1', 'Runtime.HandlerNotFound'],
    ['exits', 'import os\ndef handler(event, context): os._exit(4)', 'Runtime.ExitError'],
  ])('that %s has a function error', async (_, source, errorType) => {
    expect(await run(python(source))).toMatchObject({ functionError: 'Unhandled', payload: { errorType } });
  });
});
