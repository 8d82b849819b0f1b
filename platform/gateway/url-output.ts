/** How the answer of a function goes out at its URL. */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { FunctionUrl } from '../control/function-url.ts';
import { maxResponseBytes } from '../runtime/runtime-api.ts';
import { send, sendJson } from './answer.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { HttpHead } from './http-sink.ts';
import { createResponseWriter, type WriteChunk } from './response-writer.ts';

/** Where a streamed answer goes: to the client as it comes, or all at once at its end, as the URL says. */
export interface UrlOutput {
  readonly begin: (head: HttpHead) => void;
  readonly write: WriteChunk;
  hasBegun(): boolean;
  end(isBroken: boolean): void;
}

export function createUrlOutput(
  response: ServerResponse,
  { invokeMode }: FunctionUrl,
  added: OutgoingHttpHeaders,
  { clock, profile }: GatewayContext,
): UrlOutput {
  return invokeMode === 'RESPONSE_STREAM'
    ? createStreamOutput(response, added, createResponseWriter(response, clock, profile.streaming))
    : createBufferOutput(response, added);
}

function createStreamOutput(
  response: ServerResponse,
  added: OutgoingHttpHeaders,
  write: WriteChunk,
): UrlOutput {
  return {
    begin: (head) => void response.writeHead(head.statusCode, toHeaders(head, added)),
    write,
    hasBegun: () => response.headersSent,
    end(isBroken) {
      // The only way left to say that the answer is not whole.
      if (isBroken) response.destroy();
      else response.end();
    },
  };
}

function createBufferOutput(response: ServerResponse, added: OutgoingHttpHeaders): UrlOutput {
  let head: HttpHead | undefined;
  let parts: Buffer[] = [];
  let bytes = 0;
  return {
    begin(given) {
      head = given;
    },
    write(chunk) {
      bytes += chunk.length;
      if (bytes <= maxResponseBytes) parts.push(chunk);
      else parts = [];
      return undefined;
    },
    hasBegun: () => head !== undefined,
    end(isBroken) {
      if (head === undefined || isBroken || bytes > maxResponseBytes) return sendBroken(response, added);
      send(response, head.statusCode, Buffer.concat(parts), toHeaders(head, added));
    },
  };
}

export function sendBroken(response: ServerResponse, added: OutgoingHttpHeaders): void {
  sendJson(response, 502, { Message: 'Internal Server Error' }, added);
}

/** What the URL says to browsers goes before what the function says. */
export function toHeaders({ headers, cookies }: HttpHead, added: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return { ...headers, ...(cookies.length > 0 && { 'set-cookie': [...cookies] }), ...added };
}
