import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createResponseWriter, type WriteChunk } from '../../../../platform/gateway/response-writer.ts';
import { createFakeClock, type FakeClock, settle } from '../../../support/fake-clock.ts';

/** A client that reads as the test says. */
class Client extends EventEmitter {
  destroyed = false;
  hasRoom = true;
  readonly got: string[] = [];

  write(chunk: Buffer): boolean {
    this.got.push(chunk.toString());
    return this.hasRoom;
  }
}

let clock: FakeClock;
let client: Client;
let write: WriteChunk;
const limits = { burstBytes: 4, bytesPerSecond: 10 };
const begin = (given?: typeof limits): void => {
  write = createResponseWriter(client as unknown as ServerResponse, clock, given);
};
beforeEach(() => {
  clock = createFakeClock();
  client = new Client();
  begin();
});

async function isOver(wait: Promise<void> | undefined): Promise<boolean> {
  let over = wait === undefined;
  void wait?.then(() => (over = true));
  await settle();
  return over;
}

describe('what a function streams', () => {
  it('goes to a client that reads, and nobody waits', () => {
    expect(write(Buffer.from('a'))).toBeUndefined();
    expect(client.got).toEqual(['a']);
  });

  it.each(['drain', 'close'])('waits for one that does not read, until it comes to a %s', async (event) => {
    client.hasRoom = false;
    const wait = write(Buffer.from('a'));
    expect(write(Buffer.from('b'))).toBe(wait);
    expect(await isOver(wait)).toBe(false);
    client.emit(event);
    expect(await isOver(wait)).toBe(true);
    expect([client.listenerCount('drain'), client.listenerCount('close')]).toEqual([0, 0]);
  });

  it('is thrown away when the client is gone', () => {
    client.destroyed = true;
    expect(write(Buffer.from('a'))).toBeUndefined();
    expect(client.got).toEqual([]);
  });

  it('is held back to its bandwidth', async () => {
    begin(limits);
    expect(write(Buffer.from('1234'))).toBeUndefined();
    const wait = write(Buffer.from('56'));
    await clock.advance(199);
    expect(await isOver(wait)).toBe(false);
    await clock.advance(1);
    expect(await isOver(wait)).toBe(true);
  });
});
