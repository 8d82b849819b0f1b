import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import { afterAll, describe, expect, it } from '@jest/globals';
import { startPlatform } from '../../../platform/start-platform.ts';
import { eventually } from '../../support/eventually.ts';
import { createFunction, createLambdaClient, invoke } from '../../support/lambda-client.ts';
import { sharePlatform } from '../../support/share-platform.ts';

const folder = await mkdtemp(join(tmpdir(), 'faasmark-extensions-'));
// What the extensions note is read from outside, which a hardened sandbox does not let them write.
const shared = sharePlatform({ hardened: false });
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Registers, then does what `body` says with each event; `note` writes a line to a file of the test. */
const toExtension = (file: string, body: string, before = ''): { content: string; mode: number } => ({
  mode: 0o100_755,
  content: `#!${process.execPath}
    const { appendFileSync } = require('node:fs');
    const { basename } = require('node:path');
    const note = (value) => appendFileSync(${JSON.stringify(file)}, JSON.stringify(value) + '\\n');
    const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API;
    (async () => {
      const registered = await fetch(api + '/2020-01-01/extension/register', {
        method: 'POST',
        headers: { 'Lambda-Extension-Name': basename(__filename) },
        body: JSON.stringify({ events: ['INVOKE', 'SHUTDOWN'] }),
      });
      const id = registered.headers.get('lambda-extension-identifier');
      const headers = { 'Lambda-Extension-Identifier': id };
      note({ registered: await registered.json() });
      ${before}
      for (;;) {
        const event = await (await fetch(api + '/2020-01-01/extension/event/next', { headers })).json();
        ${body}
      }
    })();`,
});

/** Listens, subscribes, and notes what it is told. */
const toListener = (port: number, path = '/2022-07-01/telemetry'): string =>
  `require('node:http').createServer(async (request, response) => {
             let text = '';
             for await (const chunk of request) text += chunk;
             for (const event of JSON.parse(text)) note(event);
             response.end();
           }).listen(${port});
           const subscribe = (body) => fetch(api + '${path}', { method: 'PUT', headers, body: JSON.stringify(body) });
           const destination = { protocol: 'HTTP', URI: 'http://sandbox.localdomain:${port}/' };
           note({ refused: (await subscribe({ types: ['platform'], destination: { protocol: 'TCP' } })).status });
           const subscribed = await subscribe({
             schemaVersion: '2022-12-13',
             types: ['platform', 'function', 'extension'],
             destination,
             buffering: { maxItems: 1000, maxBytes: 262144, timeoutMs: 25 },
           });
           note({ subscribed: subscribed.status });
           console.log('from the extension');`;

async function readNotes(file: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('an external extension', () => {
  it('is started with the runtime, hears of each invocation, and of the end', async () => {
    const file = join(folder, 'notes');
    await createFunction(shared.client, 'watched', {
      files: {
        'index.js': 'exports.handler = async () => 1',
        'extensions/watcher': toExtension(
          file,
          'note(event); if (event.eventType === "SHUTDOWN") { note("gone"); process.exit(0); }',
        ),
      },
    });
    const first = await invoke(shared.client, 'watched');
    await invoke(shared.client, 'watched');
    expect(first.payload).toBe(1);
    await shared.client.send(new DeleteFunctionCommand({ FunctionName: 'watched' }));
    const notes = await eventually(
      () => readNotes(file),
      (all) => all.length >= 5,
    );
    expect(notes).toEqual([
      { registered: { functionName: 'watched', functionVersion: '$LATEST', handler: 'index.handler' } },
      expect.objectContaining({
        eventType: 'INVOKE',
        requestId: first.requestId,
        invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:watched',
        deadlineMs: expect.any(Number),
      }),
      expect.objectContaining({ eventType: 'INVOKE' }),
      { eventType: 'SHUTDOWN', shutdownReason: 'spindown', deadlineMs: expect.any(Number) },
      'gone',
    ]);
  });

  it('finishes its work before the next invocation begins, but not before the answer', async () => {
    const file = join(folder, 'slow');
    await createFunction(shared.client, 'slow', {
      files: {
        'index.js': `
          const { readFileSync } = require('node:fs');
          exports.handler = async ({ file }) => readFileSync(file, 'utf8').split('done').length - 1`,
        'extensions/slow': toExtension(
          file,
          'await new Promise((resolve) => setTimeout(resolve, 150)); note("done");',
        ),
      },
    });
    expect((await invoke(shared.client, 'slow', { file })).payload).toBe(0);
    expect((await invoke(shared.client, 'slow', { file })).payload).toBe(1);
  });

  it.each([
    ['ends while it initialises', 'process.exit(3)', '', 'Extension.Crash'],
    [
      'reports that it cannot initialise',
      `await fetch(api + '/2020-01-01/extension/init/error', { method: 'POST', headers: { ...headers, 'Lambda-Extension-Function-Error-Type': 'Extension.NoLicence' }, body: '{"errorMessage":"expired"}' });
       await new Promise(() => setInterval(() => {}, 1000));`,
      '',
      'Extension.InitError',
    ],
    [
      'ends during an invocation',
      '',
      'if (event.eventType === "INVOKE") process.exit(4);',
      'Extension.Crash',
    ],
  ])('that %s takes the function with it', async (title, before, body, errorType) => {
    const name = title.replaceAll(' ', '-');
    await createFunction(shared.client, name, {
      files: {
        'index.js': 'exports.handler = () => new Promise(() => setInterval(() => {}, 1000))',
        'extensions/broken': toExtension(join(folder, 'broken'), body, before),
      },
    });
    expect(await invoke(shared.client, name)).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType },
    });
  });

  it('that is no program is told to be none', async () => {
    await createFunction(shared.client, 'text', {
      files: { 'index.js': 'exports.handler = async () => 1', 'extensions/readme.txt': 'no program' },
    });
    expect(await invoke(shared.client, 'text')).toMatchObject({ payload: { errorType: 'Extension.Crash' } });
  });
});

describe('an internal extension', () => {
  it('registers from the runtime before it has initialised, for invocations only', async () => {
    await createFunction(shared.client, 'internal', {
      files: {
        'extensions/.keep/none': '',
        'index.mjs': `
          const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2020-01-01/extension/';
          const register = (events) => fetch(api + 'register', { method: 'POST', headers: { 'Lambda-Extension-Name': 'inside' }, body: JSON.stringify({ events }) });
          const refused = (await register(['SHUTDOWN'])).status;
          const id = (await register(['INVOKE'])).headers.get('lambda-extension-identifier');
          const next = () => fetch(api + 'event/next', { headers: { 'Lambda-Extension-Identifier': id } });
          let heard = 0;
          (async () => { for (;;) { await (await next()).json(); heard++; } })();
          export const handler = async () => {
            const late = (await register(['INVOKE'])).status;
            const unknown = (await fetch(api + 'event/next')).status;
            const host = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/faasmark/extension/';
            const posts = ['%/output', 'x/exited'].map((path) => fetch(host + path, { method: 'POST', body: '{' }));
            const forged = (await Promise.all(posts)).map(({ status }) => status);
            return { refused, late, unknown, forged, heard };
          };`,
      },
    });
    expect((await invoke(shared.client, 'internal')).payload).toEqual({
      refused: 403,
      late: 403,
      unknown: 403,
      forged: [400, 400],
      heard: 1,
    });
  });
});

describe('an extension in a sandbox that nothing outside reaches', () => {
  it('is started and gets telemetry all the same', async () => {
    const other = await startPlatform();
    const otherClient = createLambdaClient(other.endpoint);
    await createFunction(otherClient, 'inside', {
      files: {
        'index.js': `
          const { readFileSync } = require('node:fs');
          exports.handler = async () => readFileSync('/tmp/notes', 'utf8').trim().split('\\n').map((line) => JSON.parse(line));`,
        'extensions/listener': toExtension('/tmp/notes', 'note(event.eventType);', toListener(42_430)),
      },
    });
    const isTold = ({ payload }: { readonly payload: unknown }): boolean =>
      JSON.stringify(payload).includes('platform.initReport');
    const { payload } = await eventually(() => invoke(otherClient, 'inside'), isTold);
    otherClient.destroy();
    await other.close();
    expect(payload).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ registered: expect.objectContaining({ functionName: 'inside' }) }),
        'INVOKE',
        expect.objectContaining({ type: 'platform.initReport' }),
      ]),
    );
  });
});

describe('an extension that subscribes to telemetry', () => {
  it.each([
    ['by the Telemetry API', '/2022-07-01/telemetry', 'platform.telemetrySubscription', 42_431],
    ['by the Logs API', '/2020-08-15/logs', 'platform.logsSubscription', 42_432],
  ])(
    '%s gets the events of the platform and what function and extension write',
    async (_, path, subscribed, port) => {
      const name = `telemetry-${path.slice(1, 5)}`;
      const file = join(folder, name);
      await createFunction(shared.client, name, {
        files: {
          'index.js': `exports.handler = async () => { console.log('from the function'); return 1; }`,
          'extensions/listener': toExtension(file, '', toListener(port, path)),
        },
      });
      const { requestId } = await invoke(shared.client, name);
      const notes = await eventually(
        () => readNotes(file),
        (all) => ['platform.report', 'extension'].every((wanted) => all.some(({ type }) => type === wanted)),
      );
      expect(notes.slice(1, 3)).toEqual([{ refused: 400 }, { subscribed: 200 }]);
      const types = notes.map(({ type }) => type);
      expect(types).toEqual(
        expect.arrayContaining([
          'platform.initStart',
          subscribed,
          'platform.extension',
          'platform.initRuntimeDone',
          'platform.initReport',
          'platform.start',
          'platform.runtimeDone',
          'platform.report',
        ]),
      );
      expect(notes).toContainEqual(
        expect.objectContaining({ type: 'function', record: expect.stringContaining('from the function') }),
      );
      expect(notes).toContainEqual(
        expect.objectContaining({ type: 'extension', record: 'from the extension' }),
      );
      expect(notes.find(({ type }) => type === 'platform.report')).toMatchObject({
        record: { requestId, status: 'success' },
      });
    },
  );
});
