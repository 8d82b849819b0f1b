/** Speaks to a Docker engine on this machine: its HTTP API on a Unix socket. Format: docs.docker.com/reference/api/engine. */
import { type IncomingMessage, request, type RequestOptions } from 'node:http';
import type { Duplex, Readable } from 'node:stream';

export interface DockerClient {
  /** @throws Error `DOCKER_REFUSED`, in the words of the engine; a system error when there is none. */
  ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
  /** Sends an archive; resolves with the last thing that the engine says of it. */
  upload(path: string, archive: Readable): Promise<unknown>;
  /** Input and output of a container, on one connection. */
  attach(path: string): Promise<Duplex>;
}

/** The newest version of the API that the engine has: what is asked here is in all of them. */
const host = 'docker';

export function createDockerClient(socketPath: string): DockerClient {
  const toOptions = (
    method: string,
    path: string,
    headers: Readonly<Record<string, string | number>>,
  ): RequestOptions => ({
    socketPath,
    method,
    path,
    headers: { host, ...headers },
    // A connection of its own for each: those that wait for the end of a container must not hold up others.
    agent: false,
  });

  return {
    ask(method, path, body) {
      const text = body === undefined ? '' : JSON.stringify(body);
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
      return new Promise((resolve, reject) => {
        const sent = request(toOptions(method, path, headers), (response) => {
          readAnswer(response).then(resolve, reject);
        });
        sent.on('error', reject);
        sent.end(text);
      });
    },
    upload: (path, archive) =>
      new Promise((resolve, reject) => {
        const sent = request(toOptions('POST', path, { 'content-type': 'application/x-tar' }), (response) => {
          readAnswer(response).then(resolve, reject);
        });
        sent.on('error', reject);
        archive.on('error', reject);
        archive.pipe(sent);
      }),
    attach: (path) =>
      new Promise((resolve, reject) => {
        const headers = { connection: 'Upgrade', upgrade: 'tcp' };
        const sent = request(toOptions('POST', path, headers), (response) => {
          readAnswer(response).then(() => reject(toRefusal('it gives no connection')), reject);
        });
        sent.on('upgrade', (_, connection) => resolve(connection));
        sent.on('error', reject);
        sent.end();
      }),
  };
}

/** What takes time is answered by several lines of JSON: the last one counts. */
async function readAnswer(response: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) text += chunk;
  const status = response.statusCode ?? 0;
  const line = text.trim().split('\n').at(-1) ?? '';
  const answer = toValue(line);
  const message = readField(answer, status < 400 ? 'error' : 'message');
  if (status < 400 && message === undefined) return answer;
  throw toRefusal(typeof message === 'string' ? message.trim() : line);
}

function toRefusal(message: string): Error {
  return Object.assign(new Error(message), { code: 'DOCKER_REFUSED' });
}

function toValue(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** A field of an answer; undefined when the answer is something else. */
export function readField(answer: unknown, name: string): unknown {
  return typeof answer === 'object' && answer !== null
    ? (answer as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
