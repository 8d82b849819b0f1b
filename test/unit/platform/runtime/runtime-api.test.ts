import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  createRuntimeApi,
  type RuntimeAnswer,
  type RuntimeApi,
  type RuntimeEvent,
  type RuntimeReply,
} from '../../../../platform/runtime/runtime-api.ts';

const errorType = 'lambda-runtime-function-error-type';
const event: RuntimeEvent = {
  requestId: 'r-1',
  deadlineEpochMs: 1234.6,
  functionArn: 'arn:f',
  payload: Buffer.from('{"a":1}'),
};

let api: RuntimeApi;
let told: unknown[];
beforeEach(() => {
  told = [];
  api = createRuntimeApi({
    onReady: () => told.push('ready'),
    onAnswer: (answer: RuntimeAnswer) =>
      told.push(answer.kind === 'tooLarge' ? answer : { ...answer, payload: answer.payload.toString() }),
    onInitError: (payload, type) => told.push(['initError', payload.toString(), type]),
  });
});

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
        ['Lambda-Runtime-Deadline-Ms', '1235'],
        ['Lambda-Runtime-Invoked-Function-Arn', 'arn:f'],
        ['Lambda-Runtime-Trace-Id', 't'],
        ['Lambda-Runtime-Client-Context', '{}'],
      ],
      body: event.payload,
    });
    expect(respond({ body: '"x"' }).map(({ status }) => status)).toEqual([202]);
    expect(told).toEqual(['ready', { kind: 'response', payload: '"x"' }]);
    next();
    expect(told.at(-1)).toBe('ready');
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
