/** The official clients of Rust, Java and Node.js; those of Python and Go are in `runtime-clients.test.ts`. */
import {
  InvokeWithResponseStreamCommand,
  type InvokeWithResponseStreamResponseEvent,
} from '@aws-sdk/client-lambda';
import { beforeAll, expect, it } from '@jest/globals';
import { createFunction, invoke } from '../../support/lambda-client.ts';
import {
  javaFunctionIsMissing,
  nodeClientIsMissing,
  packageJavaFunction,
  packageNodeClient,
  packageRustFunction,
  rustFunctionIsMissing,
} from '../../support/runtime-clients.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';
import type { ZipFiles } from '../../support/zip-files.ts';
import { sharePlatform } from '../../support/share-platform.ts';

const shared = sharePlatform();

const arnOf = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const clientContext = (custom: object): string => Buffer.from(JSON.stringify({ custom })).toString('base64');

async function deploy(name: string, Handler: string, files: Promise<ZipFiles>): Promise<void> {
  await createFunction(shared.client, name, {
    Runtime: 'provided.al2023',
    Handler,
    MemorySize: 512,
    files: await files,
  });
}

function answersAgainAndAgain(name: string): void {
  it('answers events one after another in one instance, and is told about each', async () => {
    const first = await invoke(shared.client, name, { text: 'grüße ☀' });
    expect(first).toMatchObject({
      status: 200,
      functionError: undefined,
      payload: { text: 'grüße ☀', requestId: first.requestId, functionArn: arnOf(name), invocation: 1 },
    });
    const second = await invoke(shared.client, name, { text: 'again' });
    expect(second.payload).toMatchObject({ requestId: second.requestId, invocation: 2 });
  });

  it('gives and takes megabytes', async () => {
    const answer = await invoke(shared.client, name, { text: 'y'.repeat(3_000_000) });
    expect((answer.payload as { text: string }).text).toHaveLength(3_000_000);
  });

  it('is replaced when it ends in the middle of an event', async () => {
    const ended = await invoke(shared.client, name, { do: 'exit' });
    expect(ended).toMatchObject({
      functionError: 'Unhandled',
      payload: {
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${ended.requestId} Error: Runtime exited with error: exit status 7`,
      },
    });
    expect((await invoke(shared.client, name, { text: '' })).payload).toMatchObject({ invocation: 1 });
  });
}

/** @param prelude - what the client itself writes first. */
function streams(name: string, prelude = ''): void {
  it('streams', async () => {
    const pieces = ['one ', 'two ', 'grüße ☀'];
    const { EventStream = [] } = await shared.client.send(
      new InvokeWithResponseStreamCommand({ FunctionName: name, Payload: JSON.stringify({ pieces }) }),
    );
    const events: InvokeWithResponseStreamResponseEvent[] = [];
    for await (const event of EventStream) events.push(event);
    const chunks = events.map(({ PayloadChunk }) => PayloadChunk?.Payload ?? new Uint8Array());
    expect(Buffer.concat(chunks).toString()).toBe([prelude, ...pieces].join(''));
    expect(events.at(-1)).toEqual({ InvokeComplete: {} });
  });
}

/** Invokes the function to fail: what it answers, and whether the instance went on. */
function livesOn(name: string, what: string, payload: object): void {
  it(`reports a handler that is told to ${what}, and lives on`, async () => {
    const before = await invoke(shared.client, name, { text: '' });
    const failed = await invoke(shared.client, name, { do: what, text: 'it' }, { LogType: 'Tail' });
    expect(failed).toMatchObject({ status: 200, functionError: 'Unhandled', payload });
    expect(failed.log).toContain(`${name} says it\n`);
    const { invocation } = before.payload as { readonly invocation: number };
    expect((await invoke(shared.client, name, { text: '' })).payload).toMatchObject({
      invocation: invocation + 2,
    });
  });
}

describeWhereThere(rustFunctionIsMissing, 'a bootstrap on lambda_runtime of crates.io', () => {
  beforeAll(async () => {
    await deploy('rust', 'answer', packageRustFunction());
    await deploy('rust-stream', 'stream', packageRustFunction());
  });

  answersAgainAndAgain('rust');
  livesOn('rust', 'fail', {
    errorType: expect.stringContaining('core::error::Error'),
    errorMessage: 'as asked',
  });
  livesOn('rust', 'panic', { errorMessage: expect.stringContaining('as asked') });
  const httpPrelude = {
    statusCode: 200,
    headers: { 'content-type': 'application/octet-stream' },
    cookies: [],
  };
  streams('rust-stream', `${JSON.stringify(httpPrelude)}${'\0'.repeat(8)}`);

  it('gets the client context', async () => {
    const ClientContext = clientContext({ key: 'value' });
    expect((await invoke(shared.client, 'rust', { text: '' }, { ClientContext })).payload).toMatchObject({
      clientContext: { custom: { key: 'value' } },
    });
  });
});

describeWhereThere(javaFunctionIsMissing, 'aws-lambda-java-runtime-interface-client of Maven Central', () => {
  beforeAll(async () => deploy('java', 'Handler::handleRequest', packageJavaFunction()));

  answersAgainAndAgain('java');
  livesOn('java', 'fail', {
    errorType: 'java.lang.IllegalArgumentException',
    errorMessage: 'as asked',
    stackTrace: expect.arrayContaining([expect.stringContaining('Handler.handleRequest(Handler.java')]),
  });

  it('gets the client context', async () => {
    const ClientContext = clientContext({ key: 'value' });
    expect((await invoke(shared.client, 'java', { text: '' }, { ClientContext })).payload).toMatchObject({
      clientContext: { key: 'value' },
    });
  });

  it('reports a class that is not there', async () => {
    await deploy('java-broken', 'NoSuchClass::handleRequest', packageJavaFunction());
    expect(await invoke(shared.client, 'java-broken')).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorMessage: expect.stringContaining('NoSuchClass') },
    });
  });
});

describeWhereThere(nodeClientIsMissing, 'the unmodified aws-lambda-ric of npm', () => {
  const source = `
    let invocations = 0;
    exports.handler = async (event, context) => {
      invocations++;
      console.log('node says ' + event.text);
      if (event.do === 'fail') throw new RangeError('as asked');
      if (event.do === 'exit') process.exit(7);
      return {
        text: event.text,
        requestId: context.awsRequestId,
        functionArn: context.invokedFunctionArn,
        clientContext: context.clientContext,
        invocation: invocations,
      };
    };
    exports.stream = awslambda.streamifyResponse(async (event, stream) => {
      for (const piece of event.pieces) stream.write(piece);
      stream.end();
    });`;
  beforeAll(async () => {
    await deploy('node', 'index.handler', packageNodeClient(source));
    await deploy('node-stream', 'index.stream', packageNodeClient(source));
  });

  answersAgainAndAgain('node');
  livesOn('node', 'fail', {
    errorType: 'RangeError',
    errorMessage: 'as asked',
    trace: expect.arrayContaining(['RangeError: as asked']),
  });
  streams('node-stream');

  it('reports a module that cannot be loaded', async () => {
    await deploy('node-broken', 'index.handler', packageNodeClient('require("no-such-module")'));
    expect(await invoke(shared.client, 'node-broken')).toMatchObject({
      functionError: 'Unhandled',
      payload: {
        errorType: 'Runtime.ImportModuleError',
        errorMessage: expect.stringContaining("Cannot find module 'no-such-module'"),
      },
    });
  });
});
