import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RequestHead } from '../../../../platform/runtime/http-request-parser.ts';
import type { ResponseSink } from '../../../../platform/runtime/response-sink.ts';
import {
  createRuntimeApi,
  type RuntimeAnswer,
  type RuntimeApi,
  type RuntimeApiOptions,
  type RuntimeEvent,
} from '../../../../platform/runtime/runtime-api.ts';
import type { RuntimeReply } from '../../../../platform/runtime/runtime-reply.ts';

const errorType = 'lambda-runtime-function-error-type';
const event: RuntimeEvent = {
  requestId: 'r-1',
  deadlineEpochMs: 1234.6,
  functionArn: 'arn:f',
  payload: Buffer.from('{"a":1}'),
};

let api: RuntimeApi;
let told: unknown[];
function begin(options: RuntimeApiOptions = {}): void {
  told = [];
  api = createRuntimeApi(
    {
      onReady: () => told.push('ready'),
      onAnswer: (_, answer: RuntimeAnswer) =>
        told.push('payload' in answer ? { ...answer, payload: answer.payload.toString() } : answer),
      onDone: (id) => told.push(`done ${id}`),
      onInitError: (payload, type) => told.push(['initError', payload.toString(), type]),
    },
    options,
  );
}
beforeEach(() => begin());

interface Sent {
  /** `tooLarge` stands for a body over the limit. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly trailers?: Readonly<Record<string, string>>;
}

/** Replies so far; `next` has none until there is an event. */
function send(
  method: string,
  path: string,
  { body = '', headers = {}, trailers = {} }: Sent = {},
): RuntimeReply[] {
  const replies: RuntimeReply[] = [];
  api.handle(
    {
      method,
      path: `/2018-06-01/runtime${path}`,
      headers: new Map(Object.entries(headers)),
      body: body === 'tooLarge' ? body : Buffer.from(body),
      trailers: new Map(Object.entries(trailers)),
    },
    (reply) => replies.push(reply),
  );
  return replies;
}

const next = (): RuntimeReply[] => send('GET', '/invocation/next');
const respond = (sent: Sent = { body: '1' }, id = 'r-1'): RuntimeReply[] =>
  send('POST', `/invocation/${id}/response`, sent);
const fail = (sent: Sent = {}, id = 'r-1'): RuntimeReply[] => send('POST', `/invocation/${id}/error`, sent);
const initError = (sent: Sent = {}): RuntimeReply[] => send('POST', '/init/error', sent);
const toError = (replies: readonly RuntimeReply[]): unknown =>
  replies.map(({ status, body }) => [
    status,
    (JSON.parse(body.toString()) as { errorType?: string }).errorType,
  ]);

const steps = {
  next: () => void next(),
  deliver: () => api.deliver(event),
  respond: () => void respond(),
  fail: () => void fail(),
  initError: () => void initError(),
};

describe('the Runtime API', () => {
  it('takes a runtime from its first question through an answer to the next', () => {
    const first = next();
    expect([first, told]).toEqual([[], ['ready']]);
    api.deliver({ ...event, traceId: 't', clientContext: '{}' });
    expect(first[0]).toEqual({
      status: 200,
      headers: [
        ['Content-Type', 'application/json'],
        ['Lambda-Runtime-Aws-Request-Id', 'r-1'],
        ['Lambda-Runtime-Deadline-Ms', '1234'],
        ['Lambda-Runtime-Invoked-Function-Arn', 'arn:f'],
        ['Lambda-Runtime-Trace-Id', 't'],
        ['Lambda-Runtime-Client-Context', '{}'],
      ],
      body: event.payload,
    });
    expect(respond({ body: '"x"' }).map(({ status }) => status)).toEqual([202]);
    expect(told).toEqual(['ready', { kind: 'response', payload: '"x"' }]);
    next();
    expect(told.at(-1)).toBe('done r-1');
  });

  it.each<[string, (keyof typeof steps)[], () => RuntimeReply[]]>([
    ['asks for a second event before it has answered the first', ['next', 'deliver'], next],
    ['asks twice at once', ['next'], next],
    ['answers twice', ['next', 'deliver', 'respond'], respond],
    ['fails after it has answered', ['next', 'deliver', 'respond'], fail],
    ['answers after it has failed', ['next', 'deliver', 'fail'], respond],
    ['reports a failed initialisation after it has asked', ['next'], initError],
    ['reports a failed initialisation twice', ['initError'], initError],
    ['asks after a failed initialisation', ['initError'], next],
  ])('forbids a runtime that %s', (_, before, step) => {
    for (const name of before) steps[name]();
    const count = told.length;
    expect(toError(step())).toEqual([[403, 'InvalidStateTransition']]);
    expect(told).toHaveLength(count);
  });

  it.each<[string, (keyof typeof steps)[], () => RuntimeReply[]]>([
    ['before there was one', [], respond],
    ['while none runs', ['next'], respond],
    ['of another', ['next', 'deliver'], () => respond({}, 'r-2')],
    ['of the one before', ['next', 'deliver', 'respond', 'next'], respond],
  ])('does not know the id of an invocation %s', (_, before, step) => {
    for (const name of before) steps[name]();
    expect(toError(step())).toEqual([[400, 'InvalidRequestID']]);
  });

  it('refuses an answer that is too large with 413, and tells so', () => {
    next();
    api.deliver(event);
    expect(toError(respond({ body: 'tooLarge' }))).toEqual([[413, 'RequestEntityTooLarge']]);
    expect(told.at(-1)).toEqual({ kind: 'tooLarge' });
    expect(next()).toEqual([]);
  });

  it.each([
    ['of its own form', 'Function.MyError', 'Function.MyError'],
    ['of a runtime', 'Runtime.ExitError', 'Runtime.ExitError'],
    ['of another form', 'TypeError', 'Function.Unknown'],
    ['that is empty', '', 'Function.Unknown'],
  ])('keeps an error type %s', (_, type, kept) => {
    next();
    api.deliver(event);
    fail({ body: '{}', headers: { [errorType]: type } });
    expect(told.at(-1)).toEqual({ kind: 'error', payload: '{}', errorType: kept });
  });

  it('takes a streamed answer, and the error that may follow it', () => {
    next();
    api.deliver(event);
    respond({
      body: 'half',
      headers: { 'lambda-runtime-function-response-mode': 'streaming' },
      trailers: {
        [errorType]: 'Function.Midway',
        'lambda-runtime-function-error-body': Buffer.from('{"errorType":"x"}').toString('base64'),
      },
    });
    expect(told.at(-1)).toEqual({
      kind: 'error',
      payload: '{"errorType":"x"}',
      errorType: 'Function.Midway',
    });
  });

  it('does not know another response mode', () => {
    next();
    api.deliver(event);
    const headers = { 'lambda-runtime-function-response-mode': 'shouted' };
    expect(toError(respond({ headers }))).toEqual([[400, 'InvalidFunctionResponseMode']]);
  });

  it('takes what a runtime says of an error to X-Ray', () => {
    next();
    api.deliver(event);
    const headers = { 'lambda-runtime-function-xray-error-cause': '{"paths":[]}' };
    expect(fail({ body: '{}', headers })[0]?.status).toBe(202);
  });

  it('tells on whose behalf an event is, where that is known', () => {
    const first = next();
    api.deliver({ ...event, tenantId: 'blue' });
    expect(first[0]?.headers).toContainEqual(['Lambda-Runtime-Aws-Tenant-Id', 'blue']);
  });

  it('tells of a failed initialisation', () => {
    initError({ body: '{"errorType":"x"}', headers: { [errorType]: 'Runtime.NoSuchModule' } });
    expect(told).toEqual([['initError', '{"errorType":"x"}', 'Runtime.NoSuchModule']]);
  });

  it('keeps an event for a runtime that lost its connection while it waited', () => {
    const lost: RuntimeReply[] = [];
    const reply = (one: RuntimeReply): void => void lost.push(one);
    const question = {
      method: 'GET',
      path: '/2018-06-01/runtime/invocation/next',
      headers: new Map(),
      body: Buffer.alloc(0),
      trailers: new Map(),
    };
    api.handle(question, reply);
    api.forget(reply);
    api.deliver(event);
    expect(lost).toEqual([]);
    expect(next()[0]?.body).toEqual(event.payload);
    expect(respond()[0]?.status).toBe(202);
    expect(told).toEqual(['ready', { kind: 'response', payload: '1' }]);
  });

  it.each([
    ['GET', '/invocation/r-1/response', 405],
    ['POST', '/invocation/next', 404],
    ['GET', '/restore/next', 404],
    ['POST', '/invocation/a/b/response', 404],
  ])('has nothing at %s %s', (method, path, status) => {
    expect(send(method, path).map((reply) => reply.status)).toEqual([status]);
  });
});

describe('the Runtime API of an instance that takes two events at once', () => {
  beforeEach(() => begin({ concurrency: 2 }));
  const other = { ...event, requestId: 'r-2' };

  it('keeps two questions open, and tells answers apart by their ids', () => {
    const first = next();
    const second = next();
    expect(told).toEqual(['ready']);
    api.deliver(event);
    api.deliver(other);
    expect([first, second].map(([reply]) => reply?.headers[1]?.[1])).toEqual(['r-1', 'r-2']);
    respond({ body: '2' }, 'r-2');
    expect(told.slice(1)).toEqual([{ kind: 'response', payload: '2' }, 'done r-2']);
    expect(toError(respond({}, 'r-2'))).toEqual([[400, 'InvalidRequestID']]);
    respond({ body: '1' });
    expect(told.slice(3)).toEqual([{ kind: 'response', payload: '1' }, 'done r-1']);
  });

  it('forbids a third question, and one while two events are under way', () => {
    next();
    next();
    expect(toError(next())).toEqual([[403, 'InvalidStateTransition']]);
    api.deliver(event);
    api.deliver(other);
    expect(toError(next())).toEqual([[403, 'InvalidStateTransition']]);
  });

  it('keeps an event until there is a question for it', () => {
    next();
    api.deliver(event);
    api.deliver(other);
    expect(next()[0]?.headers[1]?.[1]).toBe('r-2');
  });
});

describe('a streamed response with somewhere to go', () => {
  const head: RequestHead = {
    method: 'POST',
    path: '/2018-06-01/runtime/invocation/r-1/response',
    headers: new Map([
      ['lambda-runtime-function-response-mode', 'streaming'],
      ['content-type', 'text/plain'],
    ]),
  };
  let sunk: string[];
  const sink: ResponseSink = {
    begin: (contentType) => void sunk.push(contentType),
    write: (chunk) => void sunk.push(chunk.toString()),
  };
  const stream = (...parts: string[]): void => {
    next();
    api.deliver(event, sink);
    const body = api.openBody(head);
    for (const part of parts) void body?.take(Buffer.from(part));
  };
  beforeEach(() => void (sunk = []));

  it('goes there as it comes, and is then an answer', () => {
    stream('a', 'b');
    expect(sunk).toEqual(['text/plain', 'a', 'b']);
    expect(respond({ body: '' })[0]?.status).toBe(202);
    expect(told.at(-1)).toEqual({ kind: 'streamed', bytes: 2, error: undefined });
  });

  it('may fail midway', () => {
    stream('a');
    respond({ trailers: { [errorType]: 'Function.Midway' } });
    expect(told.at(-1)).toMatchObject({ kind: 'streamed', error: { errorType: 'Function.Midway' } });
  });

  it('is truncated when its connection ends first', () => {
    stream('a');
    api.truncate(head);
    expect(told.at(-1)).toMatchObject({
      kind: 'streamed',
      error: { errorType: 'Runtime.TruncatedResponse' },
    });
    expect(toError(respond())).toEqual([[403, 'InvalidStateTransition']]);
  });

  it('ends at its limit, and what comes after is thrown away', () => {
    begin({ maxStreamedBytes: 3 });
    stream('abc', 'd');
    expect(sunk).toEqual(['text/plain', 'abc']);
    expect(toError(respond())).toEqual([[413, 'RequestEntityTooLarge']]);
    expect(told.at(-1)).toMatchObject({
      kind: 'streamed',
      bytes: 3,
      error: { errorType: 'Function.ResponseSizeTooLarge' },
    });
  });

  it.each<[string, Partial<RequestHead>]>([
    ['of no invocation', { path: '/2018-06-01/runtime/invocation/r-2/response' }],
    ['that is none', { headers: new Map() }],
    ['by another method', { method: 'PUT' }],
  ])('%s is collected, as any body', (_, fields) => {
    next();
    api.deliver(event, sink);
    expect(api.openBody({ ...head, ...fields })).toBeUndefined();
  });

  it('without anywhere to go is collected', () => {
    next();
    api.deliver(event);
    expect(api.openBody(head)).toBeUndefined();
  });
});

describe('the Runtime API of a function that is saved and restored', () => {
  it('lets a runtime that asks to be restored wait, and counts it as ready', () => {
    begin({ restore: 'hold' });
    expect(send('GET', '/restore/next')).toEqual([]);
    expect(told).toEqual(['ready']);
  });

  it('lets it go on in a copy, where it is ready when it asks for an event', () => {
    begin({ restore: 'answer' });
    expect(send('GET', '/restore/next')).toMatchObject([{ status: 200 }]);
    expect(told).toEqual([]);
    send('GET', '/invocation/next');
    expect(told).toEqual(['ready']);
  });

  it('is told when it cannot go on', () => {
    begin({ restore: 'answer' });
    send('GET', '/restore/next');
    const headers = { [errorType]: 'Runtime.AfterRestoreError' };
    expect(send('POST', '/restore/error', { body: '{}', headers })).toMatchObject([{ status: 202 }]);
    expect(told).toEqual([['initError', '{}', 'Runtime.AfterRestoreError']]);
  });

  it('refuses to restore what runs already', () => {
    begin({ restore: 'answer' });
    send('GET', '/invocation/next');
    expect(send('GET', '/restore/next')).toMatchObject([{ status: 403 }]);
  });
});
