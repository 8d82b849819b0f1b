/**
 * Begins a function that brings extensions: starts each executable of its folder `extensions` beside the runtime, tells
 * the platform what they write and when they end, and brings telemetry to the listeners inside the sandbox, where the
 * platform itself may not reach. Arguments: the command of the runtime.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { constants } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [host = '', port = ''] = (process.env['AWS_LAMBDA_RUNTIME_API'] ?? '').split(':');
const folder = join(process.env['LAMBDA_TASK_ROOT'] ?? '', 'extensions');
const [program = '', ...args] = process.argv.slice(2);

interface Target {
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

function send(method: string, { host: name, port: number, path }: Target, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request({ host: name, port: number, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const tell = (path: string, body: unknown): Promise<string> =>
  send('POST', { host, port: Number(port), path: `/faasmark/${path}` }, JSON.stringify(body));

/** Each line reaches the platform before the end of its process does. */
function startExtension(name: string): void {
  const child = spawn(join(folder, name), { stdio: ['ignore', 'pipe', 'pipe'] });
  let told: Promise<unknown> = Promise.resolve();
  const report = (path: string, body: unknown): void => {
    told = told
      .then(() => tell(`extension/${encodeURIComponent(name)}/${path}`, body))
      .catch(() => undefined);
  };
  for (const output of [child.stdout, child.stderr]) {
    createInterface({ input: output }).on('line', (line) => report('output', line));
  }
  child.on('error', (error) => report('exited', error.message));
  child.on('close', (status, signal) => report('exited', signal ?? `exit status ${status}`));
}

function startRuntime(): void {
  const runtime = spawn(program, args, { stdio: 'inherit' });
  runtime.on('error', () => process.exit(1));
  runtime.on('exit', (status, signal) => {
    // As a shell would say it: the platform sees only this process.
    process.exit(status ?? 128 + (signal === null ? 0 : constants.signals[signal]));
  });
}

async function deliverTelemetry(): Promise<never> {
  for (;;) {
    const text = await send('GET', { host, port: Number(port), path: '/faasmark/telemetry/next' }, '');
    const batch = JSON.parse(text) as {
      readonly port: number;
      readonly path: string;
      readonly events: unknown;
    };
    const target = { host: '127.0.0.1', port: batch.port, path: batch.path };
    // A listener that does not listen has only itself to blame.
    await send('POST', target, JSON.stringify(batch.events)).catch(() => undefined);
  }
}

for (const entry of readdirSync(folder, { withFileTypes: true })) {
  if (entry.isFile()) startExtension(entry.name);
}
startRuntime();
// Without the platform there is nothing left to deliver.
deliverTelemetry().catch(() => undefined);
