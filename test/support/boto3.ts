/** boto3 in a process of its own, told nothing but an endpoint: a call is a line to it, and its answer a line back. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../harness/contract/package-root.ts';
import { toPythonCall } from './aws-clients.ts';

/** Parameters of an operation by their names in the service model; bytes as {@link toBase64} makes them. */
export type Fields = Readonly<Record<string, unknown>>;

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly operation: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty where boto3 streams it. */
  readonly body: string;
}

export interface BotoError {
  /** Of the Python class. */
  readonly name: string;
  /** Whether the class is one that boto3 made from the service model. */
  readonly isModelled?: boolean;
  readonly message: string;
  readonly response?: {
    readonly ResponseMetadata: { readonly HTTPStatusCode: number; readonly RetryAttempts: number };
  } & Fields;
}

export interface Boto3 {
  /** @throws BotoError */
  readonly call: (name: string, fields?: Fields) => Promise<Fields>;
  /** What the operation throws; fails where it answers. */
  readonly callToFail: (name: string, fields?: Fields) => Promise<BotoError>;
  /** All pages of a paginator. */
  readonly page: (name: string, fields?: Fields) => Promise<readonly Fields[]>;
  readonly wait: (name: string, fields: Fields) => Promise<unknown>;
  readonly callSqs: (name: string, fields?: Fields) => Promise<Fields>;
  /** What came last over the wire. */
  readonly lastWire: () => WireAnswer;
  readonly close: () => Promise<void>;
}

interface Outcome {
  readonly answer?: unknown;
  readonly error?: BotoError;
  readonly wire?: WireAnswer;
}

export function toBase64(bytes: Buffer): Fields {
  return { base64: bytes.toString('base64') };
}

export function startBoto3(endpoint: string): Boto3 {
  const bridge = join(packageRoot, 'test', 'support', 'boto3-bridge.py');
  const { program, env } = toPythonCall(endpoint);
  const child = spawn(program, ['-B', bridge], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  let lastWire: WireAnswer | undefined;
  const send = async (what: string, name: string, fields: Fields, service = 'lambda'): Promise<Outcome> => {
    child.stdin.write(`${JSON.stringify({ do: what, service, name, fields })}\n`);
    const line = await lines.next();
    if (line.done === true) throw new Error('boto3 has ended; what it said is in the output of the tests');
    const outcome = JSON.parse(line.value) as Outcome;
    lastWire = outcome.wire;
    return outcome;
  };
  const ask = async (...question: Parameters<typeof send>): Promise<unknown> => {
    const { answer, error } = await send(...question);
    if (error !== undefined) throw Object.assign(new Error(error.message), error);
    return answer;
  };
  return {
    call: async (name, fields = {}) => (await ask('call', name, fields)) as Fields,
    async callToFail(name, fields = {}) {
      const { answer, error } = await send('call', name, fields);
      if (error === undefined)
        throw new Error(`${name} did not fail, but answered ${JSON.stringify(answer)}`);
      return error;
    },
    page: async (name, fields = {}) => (await ask('page', name, fields)) as readonly Fields[],
    wait: async (name, fields) => await ask('wait', name, fields),
    callSqs: async (name, fields = {}) => (await ask('call', name, fields, 'sqs')) as Fields,
    lastWire() {
      if (lastWire === undefined) throw new Error('nothing has come over the wire yet');
      return lastWire;
    },
    async close() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
