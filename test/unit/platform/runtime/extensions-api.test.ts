import { beforeEach, describe, expect, it } from '@jest/globals';
import { createExtensionsApi, type ExtensionsApi } from '../../../../platform/runtime/extensions-api.ts';
import type { Reply, RuntimeReply } from '../../../../platform/runtime/runtime-reply.ts';

let api: ExtensionsApi;
let told: unknown[];
beforeEach(() => {
  told = [];
  api = createExtensionsApi({
    functionName: 'f',
    functionVersion: '1',
    handler: 'h',
    accountId: '000000000000',
    external: ['outside'],
    onChange: () => undefined,
    onExtensionReady: (name, events) => told.push([name, events]),
    onFailure: ({ errorType }) => told.push(errorType),
  });
});

function send(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body: unknown = {},
  reply?: Reply,
): RuntimeReply[] {
  const replies: RuntimeReply[] = [];
  const request = {
    method,
    path: `/2020-01-01/extension/${path}`,
    headers: new Map(Object.entries(headers)),
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    trailers: new Map(),
  };
  api.handle(request, reply ?? ((one) => replies.push(one)));
  return replies;
}

const register = (name: string, events: unknown, headers = {}): RuntimeReply | undefined =>
  send('POST', 'register', { 'lambda-extension-name': name, ...headers }, { events })[0];
const idOf = (reply: RuntimeReply | undefined): string =>
  reply?.headers.find(([name]) => name === 'Lambda-Extension-Identifier')?.[1] ?? '';
const next = (id: string, reply?: Reply): RuntimeReply[] =>
  send('GET', 'event/next', { 'lambda-extension-identifier': id }, {}, reply);
const toBody = (reply: RuntimeReply | undefined): Record<string, unknown> =>
  JSON.parse(reply?.body.toString() ?? '{}') as Record<string, unknown>;
const event = {
  requestId: 'r',
  deadlineEpochMs: 5.4,
  functionArn: 'arn',
  traceId: 't',
  payload: Buffer.alloc(0),
};

describe('an extension', () => {
  it('is told what it is for, and by whose account if it wants to know', () => {
    expect(toBody(register('outside', ['INVOKE']))).toEqual({
      functionName: 'f',
      functionVersion: '1',
      handler: 'h',
    });
    const accept = { 'lambda-extension-accept-feature': 'accountId' };
    expect(toBody(register('inside', ['INVOKE'], accept))).toMatchObject({ accountId: '000000000000' });
  });

  it('is waited for until it has registered and asks for an event, and after each event', () => {
    expect(api.isIdle()).toBe(false);
    const id = idOf(register('outside', ['INVOKE']));
    expect(api.isIdle()).toBe(false);
    const first = next(id);
    expect([api.isIdle(), told]).toEqual([true, [['outside', ['INVOKE']]]]);
    api.invoke(event);
    expect(toBody(first[0])).toEqual({
      eventType: 'INVOKE',
      deadlineMs: 5,
      requestId: 'r',
      invokedFunctionArn: 'arn',
      tracing: { type: 'X-Amzn-Trace-Id', value: 't' },
    });
    expect(api.isIdle()).toBe(false);
    next(id);
    expect(api.isIdle()).toBe(true);
  });

  it('hears only what it has registered for', () => {
    const id = idOf(register('outside', ['SHUTDOWN']));
    const waiting = next(id);
    api.invoke(event);
    expect(waiting).toEqual([]);
    expect(api.shutDown('spindown', 7)).toEqual(['outside']);
    expect(toBody(waiting[0])).toEqual({ eventType: 'SHUTDOWN', shutdownReason: 'spindown', deadlineMs: 7 });
  });

  it('that asks late gets what came meanwhile', () => {
    const id = idOf(register('outside', ['INVOKE']));
    api.invoke(event);
    expect(toBody(next(id)[0])).toMatchObject({ eventType: 'INVOKE' });
  });

  it('whose connection is lost has to ask again', () => {
    const id = idOf(register('outside', ['INVOKE']));
    const reply = (): void => undefined;
    next(id, reply);
    api.forget(reply);
    expect(api.isIdle()).toBe(false);
    next(id);
    expect(api.isIdle()).toBe(true);
  });

  it.each<[string, () => RuntimeReply | undefined, number, string]>([
    ['has no name', () => register('', []), 403, 'Extension.InvalidExtensionName'],
    ['asks for what is no event', () => register('inside', ['LUNCH']), 400, 'InvalidRequestFormat'],
    [
      'is inside the runtime and asks for its end',
      () => register('inside', ['SHUTDOWN']),
      403,
      'ShutdownEventNotSupportedForInternalExtension',
    ],
    [
      'registers twice',
      () => register('outside', []) && register('outside', []),
      403,
      'Extension.RegistrationClosed',
    ],
    [
      'registers from inside after the initialisation',
      () => {
        api.closeRegistration();
        return register('inside', []);
      },
      403,
      'Extension.RegistrationClosed',
    ],
    ['is unknown', () => next('x')[0], 403, 'Extension.InvalidExtensionIdentifier'],
    [
      'does not say who it is',
      () => send('GET', 'event/next')[0],
      403,
      'Extension.MissingExtensionIdentifier',
    ],
    [
      'asks twice at once',
      () => {
        const id = idOf(register('outside', []));
        next(id);
        return next(id)[0];
      },
      403,
      'Extension.InvalidExtensionState',
    ],
    [
      'fails without saying how',
      () => send('POST', 'init/error', { 'lambda-extension-identifier': idOf(register('outside', [])) })[0],
      403,
      'Extension.MissingHeader',
    ],
  ])('that %s is refused', (_, act, status, errorType) => {
    const reply = act();
    expect([reply?.status, toBody(reply)['errorType']]).toEqual([status, errorType]);
  });

  it.each([
    ['init/error', 'Extension.InitError'],
    ['exit/error', 'Extension.ExitError'],
  ])('that reports by %s has failed', (path, errorType) => {
    const headers = {
      'lambda-extension-identifier': idOf(register('outside', [])),
      'lambda-extension-function-error-type': 'Extension.Mine',
    };
    expect(send('POST', path, headers)[0]?.status).toBe(202);
    expect(told).toEqual([errorType]);
  });
});
