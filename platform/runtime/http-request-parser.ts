/**
 * An HTTP/1.1 request parser for the Runtime API. Every invocation passes here twice, and the few requests it has to
 * understand come from a runtime client on the same machine: node:http costs three times as much.
 */

/** What a request begins with. */
export interface RequestHead {
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

export interface RuntimeRequest extends RequestHead {
  /** `tooLarge`: the body was over the limit and was thrown away. Empty when it was taken part by part. */
  readonly body: Buffer | 'tooLarge';
  /** Trailers of a chunked body, names in lower case. */
  readonly trailers: ReadonlyMap<string, string>;
}

/** Takes the parts of a body as they come. */
export type TakeBodyPart = (part: Buffer) => void;

export interface RequestParserOptions {
  readonly maxBodyBytes: number;
  /** Who takes the body of a request that begins; undefined to have it collected, up to the limit. */
  openBody?(head: RequestHead): TakeBodyPart | undefined;
  onRequest(request: RuntimeRequest): void;
  /** The client waits for `100 Continue`. */
  onExpectContinue(): void;
}

export interface RequestParser {
  /** @throws HttpSyntaxError when the bytes are not HTTP; the parser is then of no further use. */
  push(chunk: Buffer): void;
}

export class HttpSyntaxError extends Error {
  override readonly name = 'HttpSyntaxError';
}

const maxHeadBytes = 64 * 1024;
const empty = Buffer.alloc(0);
const noFields: ReadonlyMap<string, string> = new Map();

interface Reading {
  readonly at: 'body' | 'chunk';
  readonly head: RequestHead;
  missing: number;
}

type State =
  | { readonly at: 'head' }
  | Reading
  | { readonly at: 'chunkSize'; readonly head: RequestHead }
  | { readonly at: 'chunkEnd'; readonly head: RequestHead }
  | { readonly at: 'trailers'; readonly head: RequestHead };

export function createRequestParser(options: RequestParserOptions): RequestParser {
  let pending: Buffer = empty;
  let state: State = { at: 'head' };
  let parts: Buffer[] = [];
  let bodyBytes = 0;
  let takePart: TakeBodyPart | undefined;

  function step(): boolean {
    switch (state.at) {
      case 'head':
        return readHead();
      case 'body':
      case 'chunk':
        return readBytes(state);
      case 'chunkSize':
        return readChunkSize(state.head);
      case 'chunkEnd': {
        const line = takeUntil('\r\n');
        if (line === undefined) return false;
        if (line !== '') throw new HttpSyntaxError('a chunk does not end where it said');
        state = { at: 'chunkSize', head: state.head };
        return true;
      }
      case 'trailers':
        return readTrailers(state.head);
    }
  }

  function readHead(): boolean {
    const text = takeUntil('\r\n\r\n');
    if (text === undefined) return false;
    const head = parseHead(text);
    parts = [];
    bodyBytes = 0;
    takePart = options.openBody?.(head);
    if (head.headers.get('expect')?.toLowerCase() === '100-continue') options.onExpectContinue();
    if (head.headers.get('transfer-encoding')?.toLowerCase().includes('chunked') === true) {
      state = { at: 'chunkSize', head };
      return true;
    }
    const length = head.headers.get('content-length') ?? '0';
    if (!/^\d+$/.test(length)) throw new HttpSyntaxError(`content-length ${length}`);
    const missing = Number(length);
    if (missing === 0) finish(head, noFields);
    else state = { at: 'body', head, missing };
    return true;
  }

  function readBytes(reading: Reading): boolean {
    if (pending.length === 0) return false;
    const part = pending.subarray(0, reading.missing);
    pending = pending.subarray(part.length);
    reading.missing -= part.length;
    if (takePart === undefined) collect(part);
    else takePart(part);
    if (reading.missing > 0) return false;
    if (reading.at === 'body') finish(reading.head, noFields);
    else state = { at: 'chunkEnd', head: reading.head };
    return true;
  }

  function collect(part: Buffer): void {
    bodyBytes += part.length;
    // Over the limit only the count goes on, so that the connection stays in step.
    if (bodyBytes <= options.maxBodyBytes) parts.push(part);
    else parts = [];
  }

  function readChunkSize(head: RequestHead): boolean {
    const line = takeUntil('\r\n');
    if (line === undefined) return false;
    const size = /^([0-9a-f]{1,8})\s*(;.*)?$/i.exec(line)?.[1];
    if (size === undefined) throw new HttpSyntaxError(`chunk size ${line.slice(0, 20)}`);
    const missing = Number.parseInt(size, 16);
    state = missing === 0 ? { at: 'trailers', head } : { at: 'chunk', head, missing };
    return true;
  }

  function readTrailers(head: RequestHead): boolean {
    // Without trailers the body ends with an empty line.
    const isBare = pending.length >= 2 && pending[0] === 13 && pending[1] === 10;
    const text = takeUntil(isBare ? '\r\n' : '\r\n\r\n');
    if (text === undefined) return false;
    finish(head, text === '' ? noFields : parseFields(text.split('\r\n')));
    return true;
  }

  function finish(head: RequestHead, trailers: ReadonlyMap<string, string>): void {
    const body = bodyBytes > options.maxBodyBytes ? 'tooLarge' : joinParts(parts);
    state = { at: 'head' };
    parts = [];
    options.onRequest({ ...head, body, trailers });
  }

  function takeUntil(end: string): string | undefined {
    const index = pending.indexOf(end, 0, 'latin1');
    if (index === -1) {
      if (pending.length > maxHeadBytes) throw new HttpSyntaxError('head too large');
      return undefined;
    }
    const text = pending.toString('latin1', 0, index);
    pending = pending.subarray(index + end.length);
    return text;
  }

  return {
    push(chunk) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      while (pending.length > 0 && step());
    },
  };
}

function joinParts(parts: readonly Buffer[]): Buffer {
  const [first] = parts;
  if (first === undefined) return empty;
  return parts.length === 1 ? first : Buffer.concat(parts);
}

function parseHead(text: string): RequestHead {
  const [requestLine = '', ...lines] = text.split('\r\n');
  const [method = '', path = '', version = ''] = requestLine.split(' ');
  if (!version.startsWith('HTTP/1.') || !path.startsWith('/')) {
    throw new HttpSyntaxError(`request line ${requestLine.slice(0, 80)}`);
  }
  return { method, path, headers: parseFields(lines) };
}

function parseFields(lines: readonly string[]): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new HttpSyntaxError(`header ${line.slice(0, 80)}`);
    fields.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return fields;
}
