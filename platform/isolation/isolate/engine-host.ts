/**
 * The worker that hosts all isolates of an engine: runs inside workerd, and alone holds the right to load code. Each
 * connection of the platform is one isolate: when the connection ends, so does the isolate.
 *
 * The first line of a connection has the secret and the code; without code the connection only tells that the engine
 * is alive. Every further line, `id text`, is one call of the isolate, and answered by `id text`.
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

async function call(isolate: Isolate | undefined, text: string): Promise<string> {
  if (isolate === undefined) return text;
  try {
    const response = await isolate.fetch(`http://isolate/${toPath(text)}`, { method: 'POST', body: text });
    return await response.text();
  } catch (error) {
    return JSON.stringify({
      kind: 'broken',
      message: error instanceof Error ? error.message : String(error),
    });
  }
}

async function connect(connection: Connection, environment: Environment): Promise<void> {
  const writer = connection.writable.getWriter();
  let isolate: Isolate | undefined;
  let isGreeted = false;
  for await (const line of readLines(connection.readable)) {
    if (isGreeted) {
      const space = line.indexOf(' ');
      const id = line.slice(0, space);
      void call(isolate, line.slice(space + 1))
        .then((answer) => writer.write(encoder.encode(`${id} ${answer}\n`)))
        .catch(() => undefined);
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
