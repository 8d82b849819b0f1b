/** `POST /2021-11-15/functions/{name}/response-streaming-invocations`: InvokeWithResponseStream of the Lambda API. */
import { quotas } from '../control/quotas.ts';
import type { InvocationResult } from '../instances/invocation.ts';
import { eventStreamType, toEventFrame } from './event-stream.ts';
import { type LambdaCall, readReference } from './lambda-call.ts';
import { readInvocation, readLogType, toConstraint, toResult } from './read-invocation.ts';
import { createResponseWriter } from './response-writer.ts';

/** @throws LambdaError */
export async function serveInvokeStream(call: LambdaCall): Promise<void> {
  const { request, response, requestId, context } = call;
  const reference = readReference(call);
  const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type === 'DryRun') {
    context.registry.resolve(reference);
    request.resume();
    response.writeHead(204, { 'x-amzn-requestid': requestId }).end();
    return;
  }
  if (type !== 'RequestResponse') throw toConstraint(type, 'invocationType', '[RequestResponse, DryRun]');
  const invocation = await readInvocation(call, reference.qualifier, {
    maxBytes: quotas.syncPayloadBytes,
    wantsLogTail: readLogType(request),
  });
  const { runner, revision } = context.registry.route(reference) ?? context.registry.resolve(reference);
  const begin = (): void => {
    response.writeHead(200, {
      'content-type': eventStreamType,
      'x-amzn-requestid': requestId,
      'x-amz-executed-version': revision.version,
    });
  };
  const write = createResponseWriter(response, context.clock, context.profile.streaming);
  const responseSink = { begin, write: (chunk: Buffer) => write(toChunkFrame(chunk)) };
  const result = toResult(await context.dispatcher.dispatch(runner, { ...invocation, responseSink }));
  if (response.destroyed) return;
  if (!response.headersSent) begin();
  // A function that does not stream has its answer in one chunk.
  if (result.errorType === undefined && result.payload.length > 0)
    response.write(toChunkFrame(result.payload));
  response.end(toCompleteFrame(result));
}

function toChunkFrame(chunk: Buffer): Buffer {
  return toEventFrame('PayloadChunk', 'application/octet-stream', chunk);
}

function toCompleteFrame({ errorType, payload, logTail }: InvocationResult): Buffer {
  const complete = {
    ...(errorType !== undefined && { ErrorCode: errorType, ErrorDetails: payload.toString('utf8') }),
    ...(logTail !== undefined && { LogResult: logTail.toString('base64') }),
  };
  return toEventFrame('InvokeComplete', 'application/json', Buffer.from(JSON.stringify(complete)));
}
