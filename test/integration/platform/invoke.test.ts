import { beforeAll, describe, expect, it } from '@jest/globals';
import { parseReportLine } from '../../../harness/measure/report-line.ts';
import { startPlatform } from '../../../platform/start-platform.ts';
import { eventually } from '../../support/eventually.ts';
import { createFunction, createLambdaClient, invoke } from '../../support/lambda-client.ts';
import { listInstances, readMetric } from '../../support/platform-pages.ts';
import { findReportLine, parseReportStrictly } from '../../support/strict-report-line.ts';
import { sharePlatform } from '../../support/share-platform.ts';

const shared = sharePlatform();

/** The platform and the function read clocks of their own. */
const clockToleranceMs = 100;
const tail = { LogType: 'Tail' } as const;

describe('Invoke', () => {
  beforeAll(() =>
    createFunction(shared.client, 'echo', {
      source: `
        let invocations = 0;
        exports.handler = async (event, context) => {
          console.log('handles', event.text);
          return { event, invocation: ++invocations, context, remainingMs: context.getRemainingTimeInMillis() };
        };`,
      Environment: { Variables: { GREETING: 'hello' } },
    }),
  );

  it('RequestResponse answers what the handler returned, and tells the handler who it is', async () => {
    const answer = await invoke(shared.client, 'echo', { text: 'grüße ☀' });
    expect(answer).toMatchObject({
      status: 200,
      functionError: undefined,
      log: '',
      payload: {
        event: { text: 'grüße ☀' },
        context: {
          awsRequestId: answer.requestId,
          functionName: 'echo',
          functionVersion: '$LATEST',
          memoryLimitInMB: '256',
          invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:echo',
          logGroupName: '/aws/lambda/echo',
        },
      },
    });
    const { remainingMs } = answer.payload as { readonly remainingMs: number };
    expect(remainingMs).toBeGreaterThan(0);
    expect(remainingMs).toBeLessThan(20_000 + clockToleranceMs);
  });

  it.each([
    ['a partial ARN', '000000000000:function:echo'],
    ['an ARN', 'arn:aws:lambda:us-east-1:000000000000:function:echo'],
    ['a name with its version', 'echo:$LATEST'],
  ])('knows a function by %s', async (_, name) => {
    expect((await invoke(shared.client, name)).status).toBe(200);
  });

  it('without a payload gives an empty event', async () => {
    const answer = await invoke(shared.client, 'echo', undefined, { Payload: '' });
    expect(answer.payload).toMatchObject({ event: {} });
  });

  it('passes the client context on', async () => {
    const ClientContext = Buffer.from(JSON.stringify({ custom: { key: 'ä' } })).toString('base64');
    const answer = await invoke(shared.client, 'echo', {}, { ClientContext });
    expect(answer.payload).toMatchObject({ context: { clientContext: { custom: { key: 'ä' } } } });
  });

  it('DryRun answers 204 and runs nothing', async () => {
    const before = await readMetric(shared.endpoint, 'faas_invocations_total{function="echo",outcome="ok"}');
    expect(await invoke(shared.client, 'echo', {}, { InvocationType: 'DryRun' })).toMatchObject({
      status: 204,
      payload: undefined,
    });
    expect(await readMetric(shared.endpoint, 'faas_invocations_total{function="echo",outcome="ok"}')).toBe(
      before,
    );
  });

  it('Event answers 202 with nothing, and runs it', async () => {
    await createFunction(shared.client, 'events');
    expect(
      await invoke(shared.client, 'events', { text: 'later' }, { InvocationType: 'Event' }),
    ).toMatchObject({
      status: 202,
      payload: undefined,
      functionError: undefined,
    });
    const series = 'faas_invocations_total{function="events",outcome="ok"}';
    expect(
      await eventually(
        () => readMetric(shared.endpoint, series),
        (count) => count === 1,
      ),
    ).toBe(1);
    expect(
      await eventually(
        () => readMetric(shared.endpoint, 'faas_async_events'),
        (count) => count === 0,
      ),
    ).toBe(0);
  });

  it.each([
    ['a function that is not there', 'absent', {}, 'ResourceNotFoundException', 404],
    ['a version that is not there', 'echo', { Qualifier: '7' }, 'ResourceNotFoundException', 404],
    ['a name that is none', 'no name', {}, 'InvalidParameterValueException', 400],
    ['a payload that is not JSON', 'echo', { Payload: '{' }, 'InvalidRequestContentException', 400],
    [
      'a client context that is not JSON',
      'echo',
      { ClientContext: 'e3s=' },
      'InvalidRequestContentException',
      400,
    ],
    [
      'a payload over 6 MiB',
      'echo',
      { Payload: `"${'x'.repeat(6_291_456)}"` },
      'RequestTooLargeException',
      413,
    ],
    [
      'an asynchronous payload over 1 MiB',
      'echo',
      { Payload: `"${'x'.repeat(1_048_576)}"`, InvocationType: 'Event' } as const,
      'RequestTooLargeException',
      413,
    ],
  ])('refuses %s', async (_, name, fields, error, status) => {
    await expect(invoke(shared.client, name, {}, fields)).rejects.toMatchObject({
      name: error,
      $metadata: { httpStatusCode: status },
    });
  });

  it('refuses a type that is none', async () => {
    const fields = { InvocationType: 'Sometimes' as 'Event' };
    await expect(invoke(shared.client, 'echo', {}, fields)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining("Value 'Sometimes' at 'invocationType'"),
    });
  });
});

describe('the log tail', () => {
  beforeAll(() =>
    createFunction(shared.client, 'logs', {
      source: `
        exports.handler = async ({ lines = 1 }) => {
          for (let line = 1; line <= lines; line++) console.log('line', line);
        };`,
      MemorySize: 200,
    }),
  );

  it('of a cold start has the lines of Lambda around those of the function, with its initialisation', async () => {
    const { log, requestId } = await invoke(shared.client, 'logs', {}, tail);
    expect(log.split('\n')).toEqual([
      `START RequestId: ${requestId} Version: $LATEST`,
      expect.stringMatching(new RegExp(`^\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z\t${requestId}\tINFO\tline 1$`)),
      `END RequestId: ${requestId}`,
      expect.stringMatching(/^REPORT /),
      '',
    ]);
    const report = parseReportStrictly(findReportLine(log));
    expect(report).toMatchObject({ requestId, memorySizeMiB: 200, rest: [] });
    expect(report.initDurationMs).toBeGreaterThan(0);
    expect(report.maxMemoryUsedMiB).toBeGreaterThan(0);
    expect(report.billedDurationMs).toBe(
      Math.ceil(Math.round((report.durationMs + (report.initDurationMs ?? 0)) * 100) / 100),
    );
  });

  it('of a warm start has none, and says the same to the harness', async () => {
    const { log, requestId } = await invoke(shared.client, 'logs', {}, tail);
    const report = parseReportStrictly(findReportLine(log));
    expect(report.initDurationMs).toBeUndefined();
    expect(report.billedDurationMs).toBe(Math.max(1, Math.ceil(report.durationMs)));
    expect(parseReportLine(log, requestId)).toEqual({
      durationMs: report.durationMs,
      billedDurationMs: report.billedDurationMs,
      maxMemoryUsedMiB: report.maxMemoryUsedMiB,
      initDurationMs: undefined,
    });
  });

  it('is the last 4 KiB, and of this invocation only', async () => {
    const long = await invoke(shared.client, 'logs', { lines: 1000 }, tail);
    expect(Buffer.byteLength(long.log)).toBe(4096);
    expect(long.log).toContain('line 1000\n');
    expect(long.log).not.toContain('START');
    expect((await invoke(shared.client, 'logs', {}, tail)).log.match(/START/g)).toHaveLength(1);
  });
});

describe('a function that', () => {
  const failing = `
    exports.handler = async ({ do: what }) => {
      switch (what) {
        case 'throw': throw new TypeError('as asked');
        case 'reject': return Promise.reject('only text');
        case 'exit': process.exit(3);
        case 'kill': process.kill(process.pid, 'SIGKILL'); return new Promise(() => setTimeout(() => {}, 1e6));
        case 'uncaught': setImmediate(() => { throw new RangeError('nobody caught it'); }); return new Promise(() => {});
        case 'unhandled': Promise.reject(new Error('nobody handled it')); return new Promise((resolve) => setTimeout(resolve, 1e6));
        case 'circular': { const circle = {}; circle.self = circle; return circle; }
        case 'large': return 'x'.repeat(6291556);
      }
      return 'fine';
    };`;
  beforeAll(() => createFunction(shared.client, 'failing', { source: failing }));

  it.each([
    ['throws', 'throw', 'TypeError', 'as asked'],
    ['rejects with what is no error', 'reject', 'string', 'only text'],
    [
      'returns what JSON cannot hold',
      'circular',
      'Runtime.MarshalError',
      expect.stringContaining('circular'),
    ],
    [
      'returns more than 6 MiB',
      'large',
      'Function.ResponseSizeTooLarge',
      expect.stringContaining('6291556 bytes'),
    ],
  ])('%s has a function error, and its instance lives on', async (_, what, errorType, errorMessage) => {
    await invoke(shared.client, 'failing');
    const { log, ...answer } = await invoke(shared.client, 'failing', { do: what }, tail);
    expect(answer).toMatchObject({
      status: 200,
      functionError: 'Unhandled',
      payload: { errorType, errorMessage },
    });
    expect(parseReportStrictly(findReportLine(log)).rest).toEqual([]);
    const next = await invoke(shared.client, 'failing', {}, tail);
    expect(parseReportStrictly(findReportLine(next.log)).initDurationMs).toBeUndefined();
  });

  it.each([
    ['exits', 'exit', 'Runtime.ExitError', 'Runtime.ExitError', 'exited with error: exit status 3'],
    ['is killed', 'kill', 'Runtime.ExitError', 'Runtime.ExitError', 'exited with error: signal: killed'],
    // The Runtime API knows only types of its own form; the log states those.
    ['lets an exception escape', 'uncaught', 'RangeError', 'Function.Unknown', 'nobody caught it'],
    [
      'lets a rejection escape',
      'unhandled',
      'Runtime.UnhandledPromiseRejection',
      'Runtime.UnhandledPromiseRejection',
      'nobody handled it',
    ],
  ])(
    '%s has a function error, and its instance is replaced',
    async (_, what, errorType, logType, message) => {
      const { log, ...answer } = await invoke(shared.client, 'failing', { do: what }, tail);
      expect(answer).toMatchObject({
        status: 200,
        functionError: 'Unhandled',
        payload: { errorType, errorMessage: expect.stringContaining(message) },
      });
      expect(parseReportStrictly(findReportLine(log)).rest).toEqual([
        'Status: error',
        `Error Type: ${logType}`,
      ]);
      const next = await invoke(shared.client, 'failing', {}, tail);
      expect(next.payload).toBe('fine');
      expect(parseReportStrictly(findReportLine(next.log)).initDurationMs).toBeGreaterThan(0);
      const removed = (await listInstances(shared.endpoint, 'failing')).filter(({ cause }) => cause !== null);
      expect(removed.at(-1)?.cause).toBe('crash');
    },
  );

  it('never answers is ended at its time limit', async () => {
    await createFunction(shared.client, 'endless', {
      source: 'exports.handler = () => new Promise(() => setInterval(() => {}, 1000))',
      Timeout: 1,
    });
    const { log, requestId, ...answer } = await invoke(shared.client, 'endless', {}, tail);
    expect(answer).toMatchObject({
      status: 200,
      functionError: 'Unhandled',
      payload: {
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.00 seconds`,
      },
    });
    const report = parseReportStrictly(findReportLine(log));
    expect(report).toMatchObject({ durationMs: 1000, rest: ['Status: timeout'] });
    expect(report.billedDurationMs).toBe(1000 + Math.ceil(report.initDurationMs ?? 0));
    expect((await listInstances(shared.endpoint, 'endless'))[0]?.cause).toBe('timeout');
  });

  it('takes more memory than it may is ended', async () => {
    await createFunction(shared.client, 'hungry', {
      source: `
        const held = [];
        exports.handler = () => new Promise(() => setInterval(() => held.push(Buffer.alloc(8 << 20, 1)), 5));`,
      MemorySize: 128,
    });
    const { log, requestId, ...answer } = await invoke(shared.client, 'hungry', {}, tail);
    expect(answer).toMatchObject({
      functionError: 'Unhandled',
      payload: {
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
      },
    });
    expect(parseReportStrictly(findReportLine(log))).toMatchObject({
      memorySizeMiB: 128,
      maxMemoryUsedMiB: 128,
      rest: ['Status: error', 'Error Type: Runtime.ExitError'],
    });
    expect((await listInstances(shared.endpoint, 'hungry'))[0]?.cause).toBe('memory');
  });

  it.each([
    ['throws while it loads', { source: 'absent()' }, 'ReferenceError', 'Runtime.Unknown'],
    ['has a syntax error', { source: 'exports.handler = (' }, 'Runtime.UserCodeSyntaxError'],
    ['lacks a module', { source: "require('no-such-module')" }, 'Runtime.ImportModuleError'],
    ['lacks its file', { Handler: 'absent.handler' }, 'Runtime.ImportModuleError'],
    ['lacks its handler', { Handler: 'index.absent' }, 'Runtime.HandlerNotFound'],
    ['names no handler', { Handler: 'index' }, 'Runtime.MalformedHandlerName'],
    ['ends while it loads', { source: 'process.exit(5)' }, 'Runtime.ExitError'],
    ['lacks its bootstrap', { Runtime: 'provided.al2023' } as const, 'Runtime.InvalidEntrypoint'],
  ])(
    '%s is tried twice, says why, and leaves no instance',
    async (title, fields, errorType, logType = errorType) => {
      const name = title.replaceAll(' ', '-');
      await createFunction(shared.client, name, fields);
      const { log, requestId, ...answer } = await invoke(shared.client, name, {}, tail);
      expect(answer).toMatchObject({ status: 200, functionError: 'Unhandled', payload: { errorType } });
      const lines = log.split('\n').filter((line) => /^(INIT_REPORT|START|END|REPORT)/.test(line));
      expect(lines).toEqual([
        expect.stringMatching(
          new RegExp(
            `^INIT_REPORT Init Duration: \\d+\\.\\d\\d ms\tPhase: init\tStatus: error\tError Type: ${logType}\t$`,
          ),
        ),
        expect.stringMatching(/^INIT_REPORT .*\tPhase: invoke\t/),
        `START RequestId: ${requestId} Version: $LATEST`,
        `END RequestId: ${requestId}`,
        expect.stringMatching(/^REPORT /),
      ]);
      expect(await listInstances(shared.endpoint, name)).toEqual([
        expect.objectContaining({ cause: 'initError', readyAtEpochMs: null, invocations: 0 }),
      ]);
    },
  );

  it('fails to load the first time only answers all the same, and can be invoked again', async () => {
    // Plain: what the first instance writes beside the code, the second one finds.
    const plain = await startPlatform({ hardened: false });
    const plainClient = createLambdaClient(plain.endpoint);
    await createFunction(plainClient, 'shaky', {
      source: `
        const { existsSync, writeFileSync } = require('node:fs');
        const mark = __dirname + '/mark';
        if (!existsSync(mark)) { writeFileSync(mark, ''); throw new Error('not yet'); }
        let invocations = 0;
        exports.handler = async () => ++invocations;`,
    });
    const first = await invoke(plainClient, 'shaky', {}, tail);
    expect(first).toMatchObject({ functionError: undefined, payload: 1 });
    expect(parseReportStrictly(findReportLine(first.log)).initDurationMs).toBeUndefined();
    expect((await invoke(plainClient, 'shaky')).payload).toBe(2);
    expect(await listInstances(plain.endpoint, 'shaky')).toHaveLength(1);
    plainClient.destroy();
    await plain.close();
  });
});
