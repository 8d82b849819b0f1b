/** Invokes another function over HTTP and takes the time. */
import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';

/** One call, as the caller saw it; times in milliseconds, from the start of the caller's handler. */
export interface Step {
  readonly startMs: number;
  readonly durationMs: number;
  /** What the function's probe said of itself; absent where it has none. */
  readonly handlerDurationMs?: number;
  /** Absent for an invocation of an instance that had been there before. */
  readonly initDurationMs?: number;
  readonly instance?: string;
}

export interface Called {
  readonly step: Step;
  /** What is passed on: the payload that the function gave back, or the one that it got where it gives none. */
  readonly payload: string;
}

interface Answer {
  readonly probe?: {
    readonly instance: string;
    readonly invocation: number;
    readonly initDurationMs: number;
    readonly handlerDurationMs: number;
  };
  readonly output?: { readonly payload?: string };
}

// Connections are kept as long as the instance lives.
const [agent, secureAgent] = [new Agent({ keepAlive: true }), new SecureAgent({ keepAlive: true })];

/**
 * @param url - where the function takes its event as the body of a POST and answers with its result.
 * @param start - of the caller's handler, by `performance.now()`.
 */
export async function callFunction(
  url: string,
  event: object,
  payload: string,
  start: number,
): Promise<Called> {
  const began = performance.now();
  const { probe, output } = JSON.parse(await post(url, JSON.stringify({ ...event, payload }))) as Answer;
  const step = {
    startMs: began - start,
    durationMs: performance.now() - began,
    ...(probe && {
      handlerDurationMs: probe.handlerDurationMs,
      ...(probe.invocation === 1 && { initDurationMs: probe.initDurationMs }),
      instance: probe.instance,
    }),
  };
  return { step, payload: output?.payload ?? payload };
}

export function toSha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function post(url: string, body: string): Promise<string> {
  const isSecure = url.startsWith('https:');
  return await new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const options = { method: 'POST', headers, agent: isSecure ? secureAgent : agent };
    const sent = (isSecure ? secureRequest : request)(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const hasFailed = response.statusCode !== 200 || 'x-amz-function-error' in response.headers;
        if (hasFailed) reject(new Error(`${url} answered ${response.statusCode}: ${text.slice(0, 200)}`));
        else resolve(text);
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
