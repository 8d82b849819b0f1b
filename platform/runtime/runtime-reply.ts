/** What the Runtime API replies to the runtime. */
import type { RuntimeEvent } from './runtime-api.ts';

export interface RuntimeReply {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

export type Reply = (reply: RuntimeReply) => void;

const json = ['Content-Type', 'application/json'] as const;

export const replyAccepted: RuntimeReply = {
  status: 202,
  headers: [json],
  body: Buffer.from('{"status":"OK"}\n'),
};

/** To a runtime in a copy of the one that asked: it goes on. */
export const replyRestored: RuntimeReply = { status: 200, headers: [], body: Buffer.alloc(0) };

export function replyPong(reply: Reply): void {
  reply({ status: 200, headers: [['Content-Type', 'text/plain']], body: Buffer.from('pong') });
}

/** Headers only for what there is. */
export function toEventReply(event: RuntimeEvent): RuntimeReply {
  const optional = [
    ['Lambda-Runtime-Trace-Id', event.traceId],
    ['Lambda-Runtime-Client-Context', event.clientContext],
    ['Lambda-Runtime-Aws-Tenant-Id', event.tenantId],
  ] as const;
  const headers: [string, string][] = [
    ['Content-Type', 'application/json'],
    ['Lambda-Runtime-Aws-Request-Id', event.requestId],
    ['Lambda-Runtime-Deadline-Ms', String(Math.floor(event.deadlineEpochMs))],
    ['Lambda-Runtime-Invoked-Function-Arn', event.functionArn],
  ];
  for (const [name, value] of optional) if (value !== undefined) headers.push([name, value]);
  return { status: 200, headers, body: event.payload };
}

export function toErrorReply(status: number, errorType: string, errorMessage: string): RuntimeReply {
  return toJsonReply(status, { errorMessage, errorType });
}

export function toJsonReply(
  status: number,
  value: unknown,
  headers: readonly (readonly [string, string])[] = [],
): RuntimeReply {
  return { status, headers: [json, ...headers], body: Buffer.from(JSON.stringify(value)) };
}
