/**
 * llhttp, the HTTP parser of Node.js, as it ships in undici: what a whole answer means according to it. The WebAssembly
 * module calls back while it parses; everything here is about one answer at a time.
 */
import { createRequire } from 'node:module';

/** Node has it; the type library that describes it is the browser's. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** What a parser makes of the bytes of one connection, from the request to the end of the stream. */
export type Verdict =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Names in lower case. */
      readonly fields: readonly (readonly [name: string, value: string])[];
      readonly body: string;
      /** How many of the bytes belong to the answer. */
      readonly consumed: number;
      readonly keepsConnection: boolean;
    }
  | { readonly kind: 'refused'; readonly error: string };

interface LlhttpExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly malloc: (length: number) => number;
  readonly llhttp_alloc: (type: number) => number;
  readonly llhttp_free: (parser: number) => void;
  readonly llhttp_execute: (parser: number, at: number, length: number) => number;
  readonly llhttp_finish: (parser: number) => number;
  readonly llhttp_get_error_pos: (parser: number) => number;
  readonly llhttp_get_error_reason: (parser: number) => number;
  readonly llhttp_should_keep_alive: (parser: number) => number;
}

const response = 2;
const paused = 21;
const continues = 0;
const hasNoBody = 1;

class Reading {
  status = 0;
  names: string[] = [];
  /** Those of the head; trailers follow. */
  headFields = 0;
  values: string[] = [];
  isValue = false;
  body = '';
  isHead: boolean;
  isComplete = false;
  keepsConnection = false;

  constructor(isHead: boolean) {
    this.isHead = isHead;
  }
}

let reading = new Reading(false);

const text = (at: number, length: number): string =>
  Buffer.from(llhttp.memory.buffer, at, length).toString('latin1');

const wasmBytes = createRequire(import.meta.url)('undici/lib/llhttp/llhttp-wasm.js') as Uint8Array;

const llhttp = new WebAssembly.Instance(new WebAssembly.Module(wasmBytes), {
  env: {
    wasm_on_message_begin: () => continues,
    wasm_on_url: () => continues,
    wasm_on_status: () => continues,
    wasm_on_header_field: (_: number, at: number, length: number) => {
      const { names } = reading;
      if (names.length === 0 || reading.isValue) names.push('');
      reading.isValue = false;
      names[names.length - 1] += text(at, length);
      return continues;
    },
    wasm_on_header_value: (_: number, at: number, length: number) => {
      const { names, values } = reading;
      while (values.length < names.length) values.push('');
      reading.isValue = true;
      values[values.length - 1] += text(at, length);
      return continues;
    },
    wasm_on_headers_complete: (_: number, status: number) => {
      reading.status = status;
      reading.headFields = reading.names.length;
      const isBodiless = reading.isHead || status < 200 || status === 204 || status === 304;
      return isBodiless ? hasNoBody : continues;
    },
    wasm_on_body: (_: number, at: number, length: number) => {
      reading.body += text(at, length);
      return continues;
    },
    wasm_on_message_complete: (parser: number) => {
      if (reading.status < 200 && reading.status !== 101) {
        reading = new Reading(reading.isHead);
        return continues;
      }
      reading.isComplete = true;
      reading.keepsConnection = llhttp.llhttp_should_keep_alive(parser) === 1;
      return paused;
    },
  },
}).exports as LlhttpExports;

const capacity = 1 << 20;
const input = llhttp.malloc(capacity);

/** @param answer - at most 1 MiB: all that the server sends before it closes the connection. */
export function readWithLlhttp(answer: Uint8Array, isHead: boolean): Verdict {
  reading = new Reading(isHead);
  const parser = llhttp.llhttp_alloc(response);
  try {
    new Uint8Array(llhttp.memory.buffer, input, capacity).set(answer);
    let code = llhttp.llhttp_execute(parser, input, answer.length);
    const consumed = code === paused ? llhttp.llhttp_get_error_pos(parser) - input : answer.length;
    if (code === continues) code = llhttp.llhttp_finish(parser);
    if (!reading.isComplete) return { kind: 'refused', error: `${code}: ${reasonOf(parser)}` };
    return {
      kind: 'answered',
      status: reading.status,
      fields: toFields(reading),
      body: reading.body,
      consumed,
      keepsConnection: reading.keepsConnection,
    };
  } finally {
    llhttp.llhttp_free(parser);
  }
}

function toFields({ names, values, headFields }: Reading): [string, string][] {
  return names
    .slice(0, headFields)
    .map((name, i) => [name.toLowerCase(), (values[i] ?? '').replace(/[\t ]+$/, '')]);
}

function reasonOf(parser: number): string {
  const at = llhttp.llhttp_get_error_reason(parser);
  if (at === 0) return '';
  const bytes = Buffer.from(llhttp.memory.buffer, at, 200);
  return bytes.toString('latin1', 0, bytes.indexOf(0));
}
