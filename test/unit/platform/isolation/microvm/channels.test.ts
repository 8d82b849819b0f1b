import { Duplex } from 'node:stream';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Channels, createChannels } from '../../../../../platform/isolation/microvm/channels.ts';
import { toFrame } from '../../../../../platform/frames.ts';
import { frameType } from '../../../../../platform/isolation/microvm/frames.ts';
import { settle } from '../../../../support/fake-clock.ts';

const none = Buffer.alloc(0);
let sent: Buffer[];
let stream: Duplex;
let connections: Duplex[];
let channels: Channels;
beforeEach(() => {
  sent = [];
  connections = [];
  stream = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      sent.push(chunk);
      done();
    },
  });
  channels = createChannels(stream, (connection) => connections.push(connection));
});

describe('the connections of a guest', () => {
  it('are told apart by their channel', async () => {
    for (const channel of [1, 2]) channels.take({ type: frameType.open, channel, payload: none });
    channels.take({ type: frameType.data, channel: 2, payload: Buffer.from('question') });
    expect(String(connections[1]?.read())).toBe('question');
    expect(connections[0]?.read()).toBeNull();
    connections[1]?.write('answer');
    await settle();
    expect(sent).toEqual([toFrame(frameType.data, 2, Buffer.from('answer'))]);
  });

  it('end when the guest ends them, and end for the guest when they end here', async () => {
    for (const channel of [1, 2]) channels.take({ type: frameType.open, channel, payload: none });
    channels.take({ type: frameType.close, channel: 1, payload: none });
    expect(connections[0]?.destroyed).toBe(true);
    connections[1]?.end('last');
    await settle();
    expect(sent).toEqual([
      toFrame(frameType.data, 2, Buffer.from('last')),
      toFrame(frameType.close, 2, none),
    ]);
  });

  it('hold the guest back while nobody reads', () => {
    stream.resume();
    channels.take({ type: frameType.open, channel: 1, payload: none });
    channels.take({ type: frameType.data, channel: 1, payload: Buffer.alloc(65_536) });
    expect(stream.isPaused()).toBe(true);
    connections[0]?.read();
    expect(stream.isPaused()).toBe(false);
  });

  it('are limited in number', () => {
    const open = (): void => {
      for (let channel = 0; channel < 300; channel++)
        channels.take({ type: frameType.open, channel, payload: none });
    };
    expect(open).toThrow(expect.objectContaining({ message: expect.stringContaining('more than 256') }));
  });
});
