/**
 * The worker that hosts all isolates of an engine: runs inside workerd, and alone holds the right to load code. Each
 * connection of the platform is one isolate: when the connection ends, so does the isolate.
 *
 * The first line of a connection has the secret and the code; without code the connection only tells that the engine
 * is alive. Every further line, `id text`, is one call of the isolate, and answered by `id text`; by several when the answer
 * is streamed, each part after the platform has said, `id +`, that it has taken the one before.
 */

interface Connection {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
  close(): Promise<void>;
}

interface Isolate {
  fetch(url: string, init: { method: string; body: string }): Promise<Response>;
}

interface Environment {
  readonly SECRET: string;
  /** Modules that every isolate gets beside its own. */
  readonly MODULES: object;
  readonly LOADER: { load(code: object): { getEntrypoint(): Isolate } };
}

interface Greeting {
  readonly secret: string;
  readonly code?: { readonly modules: object };
}

const encoder = new TextEncoder();
/** What `calls.ts` and `streaming.ts` say, which the host cannot import: it is one file. */
const partTaken = '+';
const partHead = '{"kind":"part"';
const linesType = 'application/jsonl';

async function* readLines(readable: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let unread: string[] = [];
  for await (const chunk of readable) {
    const parts = decoder.decode(chunk, { stream: true }).split('\n');
    for (const part of parts.slice(0, -1)) {
      yield unread.join('') + part;
      unread = [];
    }
    unread.push(parts.at(-1) ?? '');
  }
}

/** Without anything to say, a call only has the isolate loaded. */
function toPath(text: string): string {
  if (text === '') return 'load';
  return text.startsWith('{"token"') ? 'init' : 'run';
}

/** Passes what an isolate says of one call on to the platform. */
class Call {
  readonly #write: (text: string) => Promise<void>;
  #takeNext: () => void = () => undefined;

  constructor(write: (text: string) => Promise<void>) {
    this.#write = write;
  }

  /** A part has been taken, and the next may come. */
  goOn(): void {
    this.#takeNext();
  }

  async run(isolate: Isolate, text: string): Promise<void> {
    try {
      const response = await isolate.fetch(`http://isolate/${toPath(text)}`, { method: 'POST', body: text });
      if (response.headers.get('content-type') === linesType) await this.#passOn(response);
      else await this.#write(await response.text());
    } catch (error) {
      await this.#write(
        JSON.stringify({ kind: 'broken', message: error instanceof Error ? error.message : String(error) }),
      );
    }
  }

  async #passOn(response: Response): Promise<void> {
    for await (const line of readLines(response.body as ReadableStream<Uint8Array>)) {
      const taken = new Promise<void>((resolve) => {
        this.#takeNext = resolve;
      });
      await this.#write(line);
      if (line.startsWith(partHead)) await taken;
    }
  }
}

async function connect(connection: Connection, environment: Environment): Promise<void> {
  const writer = connection.writable.getWriter();
  const write = async (line: string): Promise<void> =>
    await writer.write(encoder.encode(`${line}\n`)).catch(() => undefined);
  const calls = new Map<string, Call>();
  let isolate: Isolate | undefined;
  let isGreeted = false;
  for await (const line of readLines(connection.readable)) {
    if (isGreeted) {
      const space = line.indexOf(' ');
      const id = line.slice(0, space);
      const text = line.slice(space + 1);
      if (isolate === undefined) void write(line);
      else if (text === partTaken) calls.get(id)?.goOn();
      else {
        const call = new Call((reply) => write(`${id} ${reply}`));
        calls.set(id, call);
        void call.run(isolate, text).finally(() => calls.delete(id));
      }
      continue;
    }
    const { secret, code } = JSON.parse(line) as Greeting;
    if (secret !== environment.SECRET) return await connection.close();
    isGreeted = true;
    if (code === undefined) continue;
    const modules = { ...environment.MODULES, ...code.modules };
    isolate = environment.LOADER.load({ ...code, modules }).getEntrypoint();
  }
}

/** What workerd calls. */
export const host: { readonly connect: typeof connect } = { connect };
