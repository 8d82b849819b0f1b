/**
 * The Extensions API of AWS Lambda, version 2020-01-01, as the extensions of one sandbox see it
 * (docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html, November 2026).
 */
import { randomUUID } from 'node:crypto';
import type { RuntimeRequest } from './http-request-parser.ts';
import type { AnsweredError, RuntimeEvent } from './runtime-api.ts';
import { type Reply, type RuntimeReply, replyAccepted, toErrorReply, toJsonReply } from './runtime-reply.ts';

export interface ExtensionsOptions {
  /** Answered to each that registers. */
  readonly functionName: string;
  readonly functionVersion: string;
  readonly handler: string;
  readonly accountId: string;
  /** Names of those that are started with the runtime: it is not ready before they are. */
  readonly external: readonly string[];
  /** Something has changed: `isIdle` may be true now. */
  onChange(): void;
  /** One waits for its first event. */
  onExtensionReady(name: string, events: readonly string[]): void;
  /** One has failed, and with it the instance. */
  onFailure(error: AnsweredError): void;
}

export interface ExtensionsApi {
  handle(request: RuntimeRequest, reply: Reply): void;
  /** The connection on which `next` waited is gone. */
  forget(reply: Reply): void;
  /** Whether all are there and wait for an event. */
  isIdle(): boolean;
  /** Only those that are waited for can register any more. */
  closeRegistration(): void;
  invoke(event: RuntimeEvent): void;
  /** @returns the names of those that are told. */
  shutDown(reason: 'spindown' | 'failure', deadlineEpochMs: number): string[];
  /** Name of the extension with an identifier. */
  nameOf(identifier: string | undefined): string | undefined;
  hasFailed(name: string, status: string): void;
}

interface Extension {
  readonly id: string;
  readonly name: string;
  readonly events: readonly string[];
  waiting: Reply | undefined;
  isReady: boolean;
  readonly queue: RuntimeReply[];
}

const prefix = '/2020-01-01/extension/';

export function isExtensionsPath(path: string): boolean {
  return path.startsWith(prefix);
}

export function createExtensionsApi(options: ExtensionsOptions): ExtensionsApi {
  const extensions = new Map<string, Extension>();
  let isClosed = false;

  function handle(request: RuntimeRequest, reply: Reply): void {
    switch (`${request.method} ${request.path.slice(prefix.length)}`) {
      case 'POST register':
        return register(request, reply);
      case 'GET event/next':
        return withExtension(request, reply, (extension) => next(extension, reply));
      case 'POST init/error':
        return withExtension(request, reply, () => fail(request, reply, 'Extension.InitError'));
      case 'POST exit/error':
        return withExtension(request, reply, () => fail(request, reply, 'Extension.ExitError'));
      default:
        reply(toErrorReply(404, 'NotFound', `no such path: ${request.path}`));
    }
  }

  function register(request: RuntimeRequest, reply: Reply): void {
    const name = request.headers.get('lambda-extension-name') ?? '';
    const events = readEvents(request.body);
    if (name === '')
      return reply(toErrorReply(403, 'Extension.InvalidExtensionName', 'Empty extension name'));
    if (events === undefined) {
      return reply(
        toErrorReply(400, 'InvalidRequestFormat', 'events: expected a list of INVOKE and SHUTDOWN'),
      );
    }
    const isExternal = options.external.includes(name);
    const isKnown = [...extensions.values()].some((extension) => extension.name === name);
    // External ones are waited for: for them it is never too late.
    if (isKnown || (isClosed && !isExternal)) {
      return reply(toErrorReply(403, 'Extension.RegistrationClosed', `${name}: it is too late to register`));
    }
    if (!isExternal && events.includes('SHUTDOWN')) {
      const why = `${name}: an extension in the runtime's own process cannot be told of the shutdown`;
      return reply(toErrorReply(403, 'ShutdownEventNotSupportedForInternalExtension', why));
    }
    const id = randomUUID();
    extensions.set(id, { id, name, events, waiting: undefined, isReady: false, queue: [] });
    const { functionName, functionVersion, handler, accountId } = options;
    const wantsAccount =
      request.headers.get('lambda-extension-accept-feature')?.includes('accountId') === true;
    const body = { functionName, functionVersion, handler, ...(wantsAccount && { accountId }) };
    reply(toJsonReply(200, body, [['Lambda-Extension-Identifier', id]]));
  }

  function withExtension(
    { headers }: RuntimeRequest,
    reply: Reply,
    act: (extension: Extension) => void,
  ): void {
    const id = headers.get('lambda-extension-identifier');
    if (id === undefined) {
      return reply(
        toErrorReply(
          403,
          'Extension.MissingExtensionIdentifier',
          'Missing Lambda-Extension-Identifier header',
        ),
      );
    }
    const extension = extensions.get(id);
    if (extension === undefined) {
      return reply(toErrorReply(403, 'Extension.InvalidExtensionIdentifier', `Unknown extension ${id}`));
    }
    act(extension);
  }

  function next(extension: Extension, reply: Reply): void {
    if (extension.waiting !== undefined) {
      return reply(toErrorReply(403, 'Extension.InvalidExtensionState', `${extension.name} waits already`));
    }
    const event = extension.queue.shift();
    if (event !== undefined) return reply(event);
    extension.waiting = reply;
    if (!extension.isReady) options.onExtensionReady(extension.name, extension.events);
    extension.isReady = true;
    options.onChange();
  }

  function fail(request: RuntimeRequest, reply: Reply, fallback: string): void {
    const type = request.headers.get('lambda-extension-function-error-type');
    if (type === undefined) {
      return reply(
        toErrorReply(403, 'Extension.MissingHeader', 'Missing Lambda-Extension-Function-Error-Type header'),
      );
    }
    reply(replyAccepted);
    const errorMessage = readMessage(request.body) ?? type;
    options.onFailure(toError(fallback, `${type}: ${errorMessage}`));
  }

  function send(extension: Extension, event: object): void {
    const reply = toJsonReply(200, event, [['Lambda-Extension-Event-Identifier', randomUUID()]]);
    const { waiting } = extension;
    extension.waiting = undefined;
    if (waiting === undefined) extension.queue.push(reply);
    else waiting(reply);
  }

  const listSubscribed = (type: string): Extension[] =>
    [...extensions.values()].filter(({ events }) => events.includes(type));

  return {
    handle,
    forget(reply) {
      for (const extension of extensions.values()) {
        if (extension.waiting === reply) extension.waiting = undefined;
      }
    },
    isIdle() {
      const all = [...extensions.values()];
      const names = all.map(({ name }) => name);
      return (
        options.external.every((name) => names.includes(name)) &&
        all.every(({ waiting }) => waiting !== undefined)
      );
    },
    closeRegistration() {
      isClosed = true;
    },
    invoke({ requestId, deadlineEpochMs, functionArn, traceId }) {
      for (const extension of listSubscribed('INVOKE')) {
        send(extension, {
          eventType: 'INVOKE',
          deadlineMs: Math.floor(deadlineEpochMs),
          requestId,
          invokedFunctionArn: functionArn,
          ...(traceId !== undefined && { tracing: { type: 'X-Amzn-Trace-Id', value: traceId } }),
        });
      }
    },
    shutDown(shutdownReason, deadlineEpochMs) {
      const told = listSubscribed('SHUTDOWN');
      const deadlineMs = Math.floor(deadlineEpochMs);
      for (const extension of told) send(extension, { eventType: 'SHUTDOWN', shutdownReason, deadlineMs });
      return told.map(({ name }) => name);
    },
    nameOf: (identifier) => extensions.get(identifier ?? '')?.name,
    hasFailed: (name, status) => options.onFailure(toError('Extension.Crash', `${name}: ${status}`)),
  };
}

function readEvents(body: RuntimeRequest['body']): readonly string[] | undefined {
  try {
    const { events = [] } = JSON.parse(body.toString()) as { readonly events?: unknown };
    const known = ['INVOKE', 'SHUTDOWN'];
    return Array.isArray(events) && events.every((event) => known.includes(event)) ? events : undefined;
  } catch {
    return undefined;
  }
}

function readMessage(body: RuntimeRequest['body']): string | undefined {
  try {
    return (JSON.parse(body.toString()) as { readonly errorMessage?: string }).errorMessage;
  } catch {
    return undefined;
  }
}

function toError(errorType: string, errorMessage: string): AnsweredError {
  return { errorType, payload: Buffer.from(JSON.stringify({ errorType, errorMessage })) };
}
