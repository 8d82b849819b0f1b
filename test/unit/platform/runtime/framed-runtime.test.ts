import { duplexPair } from 'node:stream';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createFrameReader, type Frame, toFrame } from '../../../../platform/frames.ts';
import {
  framesMark,
  fromRuntime,
  lastWord,
  toRuntime,
} from '../../../../platform/runtime/invocation-frames.ts';
import type { ResponseSink } from '../../../../platform/runtime/response-sink.ts';
import { maxResponseBytes, type RuntimeAnswer } from '../../../../platform/runtime/runtime-api.ts';
import {
  createRuntimeApiServer,
  type RuntimeApiServer,
  type RuntimeApiServerOptions,
} from '../../../../platform/runtime/runtime-api-server.ts';
import { settle } from '../../../support/fake-clock.ts';

let server: RuntimeApiServer;
let runtime: ReturnType<typeof duplexPair>[0];
let platform: ReturnType<typeof duplexPair>[1];
/** What the listener was told. */
let told: unknown[];
/** What the runtime was sent. */
let received: Frame[];

async function begin(options: RuntimeApiServerOptions = {}, capacity = 1): Promise<void> {
  told = [];
  received = [];
  const readable = (answer: RuntimeAnswer): unknown =>
    'payload' in answer ? { ...answer, payload: answer.payload.toString() } : answer;
  server = createRuntimeApiServer(
    {
      onReady: () => told.push('ready'),
      onAnswer: (id, answer) => told.push([id, readable(answer)]),
      onDone: (id) => told.push(`done ${id}`),
      onInitError: (payload, type) => told.push([type, payload.toString()]),
    },
    options,
  );
  [runtime, platform] = duplexPair();
  server.attach(platform);
  runtime.on('data', createFrameReader({ maxPayloadBytes: 1e6, onFrame: (frame) => received.push(frame) }));
  runtime.write(Buffer.of(framesMark));
  await say(fromRuntime.ready, capacity);
}

async function say(type: number, channel: number, text: string | Buffer = ''): Promise<void> {
  runtime.write(toFrame(type, channel, Buffer.from(text)));
  await settle();
  await settle();
}

async function deliver(requestId: string, sink?: ResponseSink): Promise<void> {
  const event = {
    requestId,
    deadlineEpochMs: 1234.6,
    functionArn: 'arn',
    traceId: 't',
    payload: Buffer.from('1'),
  };
  server.deliver(event, sink);
  await settle();
  await settle();
}

const types = (): number[] => received.map(({ type }) => type);

describe('a runtime that speaks in frames', () => {
  beforeEach(() => begin());

  it('is sent an event with its request id, deadline, ARN, trace, client context and tenant', async () => {
    await deliver('r');
    const [{ type, channel, payload } = { type: 0, channel: 0, payload: Buffer.alloc(0) }] = received;
    const headBytes = payload.readUInt32LE(0);
    expect([type, channel, payload.toString('latin1', 4, 4 + headBytes).split('\0')]).toEqual([
      toRuntime.event,
      1,
      ['r', '1234', 'arn', 't', '', ''],
    ]);
    expect(payload.toString('utf8', 4 + headBytes)).toBe('1');
  });

  it('is done with an invocation when it has answered', async () => {
    await deliver('r');
    await say(fromRuntime.response, 1, '{"a":1}');
    await deliver('s');
    await say(fromRuntime.error, 2, 'Runtime.Bad\0{}');
    await deliver('t');
    await say(fromRuntime.error, 3, 'TypeError\0{}');
    expect(told).toEqual([
      'ready',
      ['r', { kind: 'response', payload: '{"a":1}' }],
      'done r',
      ['s', { kind: 'error', errorType: 'Runtime.Bad', payload: '{}' }],
      'done s',
      // As over HTTP: Lambda does not know such a type.
      ['t', { kind: 'error', errorType: 'Function.Unknown', payload: '{}' }],
      'done t',
    ]);
  });

  it('that ends after its last word has that noted, and takes no other invocation', async () => {
    await deliver('r');
    await say(fromRuntime.error + lastWord, 1, 'Runtime.Bad\0{}');
    expect(told).toEqual(['ready', ['r', expect.objectContaining({ kind: 'error' })]]);
    expect(types()).toEqual([toRuntime.event, toRuntime.noted]);
  });

  it('may answer with too much, and goes on', async () => {
    await deliver('r');
    await say(fromRuntime.response, 1, Buffer.alloc(maxResponseBytes + 1));
    await deliver('s');
    await say(fromRuntime.response, 2, '2');
    expect(told).toEqual([
      'ready',
      ['r', { kind: 'tooLarge' }],
      'done r',
      ['s', expect.anything()],
      'done s',
    ]);
  });

  it.each([
    ['nonsense', 99],
    ['that it is ready again', fromRuntime.ready],
  ])('that says %s loses its connection', async (_, type) => {
    await deliver('r');
    await say(type, 1);
    expect(platform.destroyed).toBe(true);
  });

  it('is not heard for an invocation that it does not have', async () => {
    await say(fromRuntime.response, 7, '1');
    expect(told).toEqual(['ready']);
  });
});

describe('the capacity of a runtime that speaks in frames', () => {
  it('is as many invocations at once as it says, but no more than it may take', async () => {
    await begin({ concurrency: 2 }, 10);
    for (const id of ['a', 'b', 'c']) await deliver(id);
    expect(received.map(({ channel }) => channel)).toEqual([1, 2]);
    await say(fromRuntime.response, 2, '1');
    expect(new Set(received.map(({ channel }) => channel)).size).toBe(3);
    await say(fromRuntime.response, received[2]?.channel ?? 0, '3');
    await say(fromRuntime.response, 1, '1');
    expect(told.filter((one) => typeof one === 'string')).toEqual(['ready', 'done b', 'done c', 'done a']);
  });
});

describe('a response that is streamed in frames', () => {
  interface Taking extends ResponseSink {
    readonly taken: string[];
    goOn(): void;
  }
  function createSink(hasRoom: boolean): Taking {
    const taken: string[] = [];
    let resume: () => void = () => undefined;
    return {
      taken,
      goOn: () => resume(),
      begin: (contentType) => void taken.push(contentType),
      write(chunk) {
        taken.push(chunk.toString());
        return hasRoom ? undefined : new Promise((resolve) => (resume = resolve));
      },
    };
  }

  it('goes to the sink, and is over when the handler is', async () => {
    await begin();
    const sink = createSink(true);
    await deliver('r', sink);
    await say(fromRuntime.streamBegin, 1, 'text/plain');
    await say(fromRuntime.streamPart, 1, 'a');
    await say(fromRuntime.streamEnd, 1);
    const answered = ['ready', ['r', { kind: 'streamed', bytes: 1, error: undefined }]];
    expect([sink.taken, told]).toEqual([['text/plain', 'a'], answered]);
    await say(fromRuntime.done, 1);
    expect(told).toEqual([...answered, 'done r']);
  });

  it('is held back while the sink has no room, and other invocations are not', async () => {
    await begin({ concurrency: 2 }, 2);
    const sink = createSink(false);
    await deliver('r', sink);
    await deliver('s');
    await say(fromRuntime.streamBegin, 1, 'text/plain');
    await say(fromRuntime.streamPart, 1, 'a');
    expect(types()).toEqual([toRuntime.event, toRuntime.event, toRuntime.hold]);
    await say(fromRuntime.response, 2, '2');
    expect(told).toContain('done s');
    sink.goOn();
    await settle();
    await settle();
    expect(types().at(-1)).toBe(toRuntime.release);
  });

  it('is not read any more from one who does not hold back', async () => {
    await begin();
    const sink = createSink(false);
    await deliver('r', sink);
    await say(fromRuntime.streamBegin, 1, 'text/plain');
    for (let sent = 0; sent < 5; sent++) await say(fromRuntime.streamPart, 1, Buffer.alloc(2 ** 20));
    expect(platform.isPaused()).toBe(true);
  });

  it('comes whole where nobody takes it as it comes', async () => {
    await begin();
    await deliver('r');
    await say(fromRuntime.streamBegin, 1, 'text/plain');
    for (const part of ['a', 'b']) await say(fromRuntime.streamPart, 1, part);
    await say(fromRuntime.streamEnd, 1);
    expect(told).toContainEqual(['r', { kind: 'response', payload: 'ab' }]);
  });

  it('that breaks off says so', async () => {
    await begin();
    await deliver('r', createSink(true));
    await say(fromRuntime.streamBegin, 1, 'text/plain');
    await say(fromRuntime.streamError, 1, 'Error\0{}');
    expect(told[1]).toMatchObject(['r', { kind: 'streamed', error: { errorType: 'Function.Unknown' } }]);
    await begin();
    await deliver('r', createSink(true));
    await say(fromRuntime.streamBegin, 1, 'text/plain');
    runtime.destroy();
    platform.destroy();
    await settle();
    expect(told[1]).toMatchObject([
      'r',
      { kind: 'streamed', error: { errorType: 'Runtime.TruncatedResponse' } },
    ]);
  });
});
