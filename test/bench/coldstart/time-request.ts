/** How long a request takes from its sending to the head of the answer. */
import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { isAnswer } from './hello.ts';

export interface TimedAnswer {
  readonly tookMs: number;
  readonly headers: IncomingHttpHeaders;
}

/** Connections stay open: who waits for a cold start has connected before. */
const agent = new Agent({ keepAlive: true });

/** @throws Error when the answer is not the function's. */
export async function timeRequest(url: string): Promise<TimedAnswer> {
  const startedAt = performance.now();
  const sent = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json' } });
  sent.end('{}');
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const tookMs = performance.now() - startedAt;
  const body = await text(response);
  if (!isAnswer(body)) throw new Error(`${url} answered ${response.statusCode ?? ''} ${body}`);
  return { tookMs, headers: response.headers };
}

export function closeConnections(): void {
  agent.destroy();
}
