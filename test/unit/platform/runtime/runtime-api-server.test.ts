import { duplexPair } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { RuntimeAnswer } from '../../../../platform/runtime/runtime-api.ts';
import { createRuntimeApiServer } from '../../../../platform/runtime/runtime-api-server.ts';
import { settle } from '../../../support/fake-clock.ts';

const post = (headers: string): string =>
  `POST /2018-06-01/runtime/invocation/r/response HTTP/1.1\r\n${headers}\r\n`;

describe('the connection of a runtime that streams', () => {
  it('is not read while the one who takes the response has to wait', async () => {
    const answers: RuntimeAnswer[] = [];
    const server = createRuntimeApiServer({
      onReady: () => undefined,
      onAnswer: (_, answer) => void answers.push(answer),
      onDone: () => undefined,
      onInitError: () => undefined,
    });
    const [runtime, platform] = duplexPair();
    server.attach(platform);
    runtime.resume();
    runtime.write('GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n\r\n');
    await settle();
    const taken: string[] = [];
    let goOn: () => void = () => undefined;
    const event = { requestId: 'r', deadlineEpochMs: 0, functionArn: 'a', payload: Buffer.from('1') };
    server.deliver(event, {
      begin: () => undefined,
      write(chunk) {
        taken.push(chunk.toString());
        return new Promise((resolve) => (goOn = resolve));
      },
    });
    runtime.write(
      `${post('Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n')}1\r\na\r\n`,
    );
    await settle();
    expect([taken, platform.isPaused()]).toEqual([['a'], true]);
    runtime.write('1\r\nb\r\n0\r\n\r\n');
    await settle();
    expect(taken).toEqual(['a']);
    goOn();
    await settle();
    await settle();
    expect(taken).toEqual(['a', 'b']);
    expect(answers).toEqual([{ kind: 'streamed', bytes: 2, error: undefined }]);
    server.close();
  });
});
