/** One HTTP request and its answer, on connections that are kept as long as the instance lives. */
import { Agent, type IncomingMessage, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';

const [agent, secureAgent] = [new Agent({ keepAlive: true }), new SecureAgent({ keepAlive: true })];

/** @returns the body of the answer; an answer that is no success is an error that says where it came from. */
export async function exchange(method: string, url: string, body: string): Promise<string> {
  const isSecure = url.startsWith('https:');
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const options = { method, headers, agent: isSecure ? secureAgent : agent };
  return await new Promise((resolve, reject) => {
    const sent = (isSecure ? secureRequest : request)(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (hasSucceeded(response)) resolve(text);
        else reject(new Error(`${method} ${url} answered ${response.statusCode}: ${text.slice(0, 200)}`));
      });
    });
    sent.on('error', ({ message }) => reject(new Error(`${method} ${url}: ${message}`)));
    sent.end(body);
  });
}

function hasSucceeded({ statusCode = 0, headers }: IncomingMessage): boolean {
  return statusCode >= 200 && statusCode < 300 && !('x-amz-function-error' in headers);
}
