/**
 * The extensions of one sandbox: what they and their host ask of the platform, and what the sandbox has to wait for on
 * their account. A function has them when it brings a folder `extensions`.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { accountId, type FunctionRevision } from '../control/function-revision.ts';
import { type PlatformEvent, type PlatformEventType, toEvent } from '../metering/platform-event.ts';
import { createExtensionsApi, isExtensionsPath } from '../runtime/extensions-api.ts';
import type { RuntimeRequest } from '../runtime/http-request-parser.ts';
import type { AnsweredError, RuntimeEvent } from '../runtime/runtime-api.ts';
import type { OtherPaths } from '../runtime/http-runtime.ts';
import { type Reply, replyAccepted, toErrorReply, toJsonReply } from '../runtime/runtime-reply.ts';
import { createTelemetryHub, readSubscription } from '../runtime/telemetry.ts';

export interface SandboxExtensions extends OtherPaths {
  /** Resolves when all of them wait for an event; undefined when they do already. */
  whenIdle(): Promise<void> | undefined;
  /** The runtime has initialised: nobody inside it can register any more. */
  runtimeIsReady(): void;
  invoke(event: RuntimeEvent): void;
  /** What the runtime writes. */
  write(chunk: Buffer): void;
  hear(event: PlatformEvent): void;
  /** Tells those that want to know, and gives them time to end. */
  shutDown(): Promise<void>;
}

export interface SandboxExtensionsOptions {
  readonly revision: FunctionRevision;
  readonly clock: Clock;
  readonly onOutput: (chunk: Buffer) => void;
  /** One has failed, and with it the instance. */
  readonly onFailure: (error: AnsweredError) => void;
}

/** docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html: with registered extensions, 2,000 ms. */
const shutdownMs = 2000;
const hostPath: RegExp = /^\/faasmark\/(?:extension\/([^/]+)\/(output|exited)|(telemetry)\/next)$/;
const telemetryPaths: Readonly<Record<string, PlatformEventType>> = {
  '/2022-07-01/telemetry': 'platform.telemetrySubscription',
  '/2020-08-15/logs': 'platform.logsSubscription',
};

/** Names of the executables; undefined for a function that has no such folder. */
export function listExtensions({ code }: FunctionRevision): string[] | undefined {
  try {
    const entries = readdirSync(join(code.folder, 'extensions'), { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch {
    return undefined;
  }
}

export function createSandboxExtensions(
  external: readonly string[],
  { revision, clock, onOutput, onFailure }: SandboxExtensionsOptions,
): SandboxExtensions {
  const hub = createTelemetryHub(clock);
  const lines = createLineSplitter();
  const idleWaiters: (() => void)[] = [];
  const running = new Set(external);
  const ended: (() => void)[] = [];
  /** Names of those that know of the end; undefined before it. */
  let told: readonly string[] | undefined;

  const api = createExtensionsApi({
    external,
    functionName: revision.name,
    functionVersion: revision.version,
    handler: revision.settings.handler,
    accountId,
    onChange() {
      if (!api.isIdle()) return;
      for (const resolve of idleWaiters.splice(0)) resolve();
    },
    onExtensionReady: (name, events) => tell('platform.extension', { name, state: 'Ready', events }),
    onFailure,
  });

  function tell(type: PlatformEventType, record: Readonly<Record<string, unknown>>): void {
    hub.add('platform', toEvent(type, clock.epochMs(), record));
  }

  function hostRequest(request: RuntimeRequest, match: RegExpExecArray, reply: Reply): void {
    const [, encoded = '', kind, telemetry] = match;
    if (telemetry !== undefined) return hub.next((batch) => reply(toJsonReply(200, batch)));
    const name = external.find((one) => encodeURIComponent(one) === encoded);
    const text = readText(request);
    // The function itself could ask, and must not bring the platform down.
    if (name === undefined || text === undefined) {
      return reply(toErrorReply(400, 'InvalidRequestFormat', 'expected an extension and a text'));
    }
    reply(replyAccepted);
    if (kind === 'output') {
      onOutput(Buffer.from(`${text}\n`));
      hub.add('extension', { time: toTime(), type: 'extension', record: text });
      return;
    }
    running.delete(name);
    if (told === undefined) api.hasFailed(name, text);
    else if (!told.some((one) => running.has(one))) for (const resolve of ended.splice(0)) resolve();
  }

  function subscribe(request: RuntimeRequest, type: PlatformEventType, reply: Reply): void {
    const name = api.nameOf(request.headers.get('lambda-extension-identifier'));
    if (name === undefined) {
      return reply(toErrorReply(403, 'Extension.InvalidExtensionIdentifier', 'Unknown extension'));
    }
    const subscription = readSubscription(request.body.toString());
    if (typeof subscription === 'string') return reply(toErrorReply(400, 'ValidationError', subscription));
    reply({ status: 200, headers: [['Content-Type', 'text/plain']], body: Buffer.from('OK') });
    hub.subscribe(subscription);
    tell(type, { name, state: 'Subscribed', types: subscription.types });
  }

  const toTime = (): string => new Date(clock.epochMs()).toISOString();

  return {
    handle(request, reply) {
      const telemetry =
        request.method === 'PUT' ? telemetryPaths[request.path.replace(/\/$/, '')] : undefined;
      const host = hostPath.exec(request.path);
      if (isExtensionsPath(request.path)) api.handle(request, reply);
      else if (telemetry !== undefined) subscribe(request, telemetry, reply);
      else if (host !== null) hostRequest(request, host, reply);
      else return false;
      return true;
    },
    forget: (reply) => api.forget(reply),
    whenIdle() {
      if (api.isIdle()) return undefined;
      return new Promise((resolve) => idleWaiters.push(resolve));
    },
    runtimeIsReady: () => api.closeRegistration(),
    invoke: (event) => api.invoke(event),
    write(chunk) {
      for (const record of lines(chunk)) hub.add('function', { time: toTime(), type: 'function', record });
    },
    hear: (event) => hub.add('platform', event),
    async shutDown() {
      hub.flush();
      told = api.shutDown('spindown', clock.epochMs() + shutdownMs);
      if (!told.some((name) => running.has(name))) return;
      await new Promise<void>((resolve) => {
        const timer = clock.after(shutdownMs, resolve);
        ended.push(() => {
          timer.cancel();
          resolve();
        });
      });
    },
  };
}

/** Undefined for what is no text in JSON. */
function readText({ body }: RuntimeRequest): string | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whole lines only: what is begun waits for its end. */
function createLineSplitter(): (chunk: Buffer) => string[] {
  let rest = '';
  return (chunk) => {
    const parts = (rest + chunk.toString('utf8')).split('\n');
    rest = parts.pop() ?? '';
    return parts;
  };
}
