import {
  GetFunctionConfigurationCommand,
  type LoggingConfig,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createFunction, invoke } from '../../support/lambda-client.ts';
import { pythonIsMissing } from '../../support/runtime-clients.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';
import { sharePlatform } from '../../support/share-platform.ts';

const shared = sharePlatform();

interface Run {
  readonly requestId: string;
  readonly lines: readonly Record<string, unknown>[];
}

async function run(name: string, event: unknown = {}): Promise<Run> {
  const { log, requestId } = await invoke(shared.client, name, event, { LogType: 'Tail' });
  const lines = log.trim().split('\n');
  return { requestId, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/);

describe('a log in JSON', () => {
  beforeAll(() =>
    createFunction(shared.client, 'json', {
      source: `
        exports.handler = async ({ fail }) => {
          console.debug('detail');
          console.log('text', 1);
          console.warn({ a: 1 });
          console.error(new TypeError('told'));
          if (fail === 'throw') throw new RangeError('thrown');
          if (fail === 'exit') process.exit(4);
          return [process.env.AWS_LAMBDA_LOG_FORMAT, process.env.AWS_LAMBDA_LOG_LEVEL, process.env.AWS_LAMBDA_LOG_GROUP_NAME];
        };`,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: 'group' },
    }),
  );

  it('has the events of the platform around what the function says', async () => {
    const { requestId, lines } = await run('json');
    const base = { timestamp: time, requestId };
    expect(lines).toEqual([
      { time, type: 'platform.start', record: { requestId, version: '$LATEST' } },
      { ...base, level: 'INFO', message: 'text 1' },
      { ...base, level: 'WARN', message: { a: 1 } },
      {
        ...base,
        level: 'ERROR',
        message: { errorType: 'TypeError', errorMessage: 'told', stackTrace: expect.any(Array) },
      },
      {
        time,
        type: 'platform.report',
        record: {
          requestId,
          status: 'success',
          metrics: {
            durationMs: expect.any(Number),
            billedDurationMs: expect.any(Number),
            memorySizeMB: 256,
            maxMemoryUsedMB: expect.any(Number),
            initDurationMs: expect.any(Number),
          },
        },
      },
    ]);
  });

  it('is told to the function, and of a warm start has no initialisation', async () => {
    expect((await invoke(shared.client, 'json')).payload).toEqual(['JSON', 'INFO', 'group']);
    const { record } = (await run('json')).lines.at(-1) as { readonly record: { readonly metrics: object } };
    expect(record.metrics).not.toHaveProperty('initDurationMs');
  });

  it.each([
    [
      'throws',
      'throw',
      { level: 'ERROR', message: expect.objectContaining({ errorType: 'RangeError' }) },
      { status: 'success' },
    ],
    ['exits', 'exit', { type: 'platform.runtimeDone' }, { status: 'error', errorType: 'Runtime.ExitError' }],
  ])('says how a function ended that %s', async (_, fail, line, record) => {
    const { lines } = await run('json', { fail });
    expect(lines).toContainEqual(expect.objectContaining(line));
    expect(lines.at(-1)).toMatchObject({ type: 'platform.report', record });
  });

  it('is as detailed as was asked for', async () => {
    const LoggingConfig: LoggingConfig = {
      LogFormat: 'JSON',
      ApplicationLogLevel: 'DEBUG',
      SystemLogLevel: 'DEBUG',
    };
    await shared.client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'json', LoggingConfig }));
    const all = (await run('json')).lines.map(({ type, level }) => type ?? level);
    expect(all).toEqual([
      'platform.initStart',
      'platform.initRuntimeDone',
      'platform.initReport',
      'platform.start',
      'DEBUG',
      'INFO',
      'WARN',
      'ERROR',
      'platform.runtimeDone',
      'platform.report',
    ]);
    const few: LoggingConfig = { LogFormat: 'JSON', ApplicationLogLevel: 'ERROR', SystemLogLevel: 'WARN' };
    await shared.client.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: 'json', LoggingConfig: few }),
    );
    expect((await run('json')).lines.map(({ type, level }) => type ?? level)).toEqual(['ERROR']);
  });

  it('is part of the configuration', async () => {
    const got = await shared.client.send(new GetFunctionConfigurationCommand({ FunctionName: 'json' }));
    expect(got.LoggingConfig).toEqual({
      LogFormat: 'JSON',
      ApplicationLogLevel: 'ERROR',
      SystemLogLevel: 'WARN',
      LogGroup: '/aws/lambda/json',
    });
  });
});

describeWhereThere(pythonIsMissing, 'a log in JSON of a Python function', () => {
  it('has what it says by logging, and how it failed', async () => {
    await createFunction(shared.client, 'python', {
      Runtime: 'python3.13',
      files: {
        'index.py': `
import logging
def handler(event, context):
    logging.debug("detail")
    logging.warning("told %s", 1)
    raise ValueError("thrown")`,
      },
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'WARN' },
    });
    const { requestId, lines } = await run('python');
    expect(lines).toEqual([
      { timestamp: time, level: 'WARNING', message: 'told 1', logger: 'root', requestId },
      {
        timestamp: time,
        level: 'ERROR',
        errorType: 'ValueError',
        errorMessage: 'thrown',
        requestId,
        stackTrace: expect.any(Array),
      },
    ]);
  });
});
