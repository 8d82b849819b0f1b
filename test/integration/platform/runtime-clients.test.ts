import { beforeAll, expect, it } from '@jest/globals';
import { createFunction, invoke } from '../../support/lambda-client.ts';
import {
  awslambdaricIsMissing,
  goFunctionIsMissing,
  packageAwslambdaric,
  packageGoFunction,
} from '../../support/runtime-clients.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';
import { sharePlatform } from '../../support/share-platform.ts';

const shared = sharePlatform();

/** The platform and the function read clocks of their own. */
const clockToleranceMs = 100;
const provided = { Runtime: 'provided.al2023', Handler: 'index.handler' } as const;
const arnOf = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

describeWhereThere(awslambdaricIsMissing, 'the unmodified awslambdaric of PyPI', () => {
  const source = `
import os, sys
invocations = 0
def handler(event, context):
    global invocations
    invocations += 1
    print("python says", event.get("text"))
    if event.get("do") == "fail":
        raise ValueError("as asked")
    if event.get("do") == "exit":
        os._exit(7)
    if event.get("do") == "large":
        return "x" * event["bytes"]
    return {
        "text": event["text"],
        "requestId": context.aws_request_id,
        "functionArn": context.invoked_function_arn,
        "remainingMs": context.get_remaining_time_in_millis(),
        "clientContext": context.client_context and context.client_context.custom,
        "invocation": invocations,
    }
`;
  beforeAll(async () => {
    await createFunction(shared.client, 'ric', { ...provided, files: await packageAwslambdaric(source) });
  });

  it('answers events one after another in one instance, and is told about each', async () => {
    const first = await invoke(shared.client, 'ric', { text: 'grüße ☀' });
    expect(first).toMatchObject({
      status: 200,
      functionError: undefined,
      payload: { text: 'grüße ☀', requestId: first.requestId, functionArn: arnOf('ric'), invocation: 1 },
    });
    const second = await invoke(shared.client, 'ric', { text: 'again' });
    expect(second.payload).toMatchObject({ requestId: second.requestId, invocation: 2 });
    const { remainingMs } = second.payload as { readonly remainingMs: number };
    expect(remainingMs).toBeGreaterThan(0);
    expect(remainingMs).toBeLessThan(20_000 + clockToleranceMs);
  });

  it('gets the client context', async () => {
    const context = Buffer.from(JSON.stringify({ custom: { key: 'ä' } })).toString('base64');
    const answer = await invoke(shared.client, 'ric', { text: '' }, { ClientContext: context });
    expect(answer.payload).toMatchObject({ clientContext: { key: 'ä' } });
  });

  it('gives and takes megabytes', async () => {
    const answer = await invoke(shared.client, 'ric', { text: 'y'.repeat(3_000_000) });
    expect((answer.payload as { text: string }).text).toHaveLength(3_000_000);
    expect((await invoke(shared.client, 'ric', { do: 'large', bytes: 5_000_000 })).payload).toHaveLength(
      5_000_000,
    );
  });

  it('is told when its answer is too large, and lives on', async () => {
    const answer = await invoke(shared.client, 'ric', { do: 'large', bytes: 6_300_000 });
    expect(answer).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType: 'Function.ResponseSizeTooLarge' },
    });
    expect((await invoke(shared.client, 'ric', { text: 'still here' })).payload).toMatchObject({
      text: 'still here',
    });
  });

  it('reports an exception with its type and its trace, and lives on', async () => {
    const before = await invoke(shared.client, 'ric', { text: '' });
    const failed = await invoke(shared.client, 'ric', { do: 'fail', text: 'x' }, { LogType: 'Tail' });
    expect(failed).toMatchObject({
      status: 200,
      functionError: 'Unhandled',
      payload: {
        errorType: 'ValueError',
        errorMessage: 'as asked',
        requestId: failed.requestId,
        stackTrace: [expect.stringContaining('index.py')],
      },
    });
    expect(failed.log).toContain('python says x\n');
    expect(failed.log).toContain('[ERROR] ValueError: as asked');
    const { invocation } = before.payload as { readonly invocation: number };
    expect((await invoke(shared.client, 'ric', { text: '' })).payload).toMatchObject({
      invocation: invocation + 2,
    });
  });

  it('that ends in the middle of an event is replaced', async () => {
    const ended = await invoke(shared.client, 'ric', { do: 'exit' });
    expect(ended).toMatchObject({
      functionError: 'Unhandled',
      payload: {
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${ended.requestId} Error: Runtime exited with error: exit status 7`,
      },
    });
    expect((await invoke(shared.client, 'ric', { text: '' })).payload).toMatchObject({ invocation: 1 });
  });

  it('reports a module that cannot be imported', async () => {
    const files = await packageAwslambdaric('import no_such_module\n');
    await createFunction(shared.client, 'ric-broken', { ...provided, files });
    const answer = await invoke(shared.client, 'ric-broken');
    expect(answer).toMatchObject({
      functionError: 'Unhandled',
      payload: {
        errorType: 'Runtime.ImportModuleError',
        errorMessage: expect.stringContaining("No module named 'no_such_module'"),
      },
    });
  });
});

describeWhereThere(goFunctionIsMissing, 'a bootstrap on github.com/aws/aws-lambda-go', () => {
  beforeAll(async () => {
    await createFunction(shared.client, 'go', { ...provided, files: await packageGoFunction() });
  });

  it('answers events one after another in one instance, and is told about each', async () => {
    const first = await invoke(shared.client, 'go', { text: 'grüße ☀' });
    expect(first).toMatchObject({
      status: 200,
      functionError: undefined,
      payload: { text: 'grüße ☀', requestId: first.requestId, functionArn: arnOf('go'), invocation: 1 },
    });
    const second = await invoke(shared.client, 'go', { text: 'again' });
    expect(second.payload).toMatchObject({ requestId: second.requestId, invocation: 2 });
    const { remainingMs } = second.payload as { readonly remainingMs: number };
    expect(remainingMs).toBeGreaterThan(0);
    expect(remainingMs).toBeLessThan(20_000 + clockToleranceMs);
  });

  it('gives and takes megabytes', async () => {
    const answer = await invoke(shared.client, 'go', { text: 'y'.repeat(3_000_000) });
    expect((answer.payload as { text: string }).text).toHaveLength(3_000_000);
  });

  it.each([
    ['fail', { errorType: 'errorString', errorMessage: 'as asked' }],
    ['failWithType', { errorType: 'notFoundError', errorMessage: 'it not found' }],
  ])('reports an error of its handler (%s), and lives on', async (what, payload) => {
    const failed = await invoke(shared.client, 'go', { do: what, text: 'it' }, { LogType: 'Tail' });
    expect(failed).toMatchObject({ status: 200, functionError: 'Unhandled', payload });
    expect(failed.log).toContain('go says it\n');
    const next = await invoke(shared.client, 'go', { text: '' });
    expect((next.payload as { invocation: number }).invocation).toBeGreaterThan(2);
  });

  it('that panics says so, ends, and is replaced', async () => {
    const panicked = await invoke(shared.client, 'go', { do: 'panic' });
    expect(panicked).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType: 'string', errorMessage: 'as asked', stackTrace: expect.any(Array) },
    });
    expect((await invoke(shared.client, 'go', { text: '' })).payload).toMatchObject({ invocation: 1 });
  });
});
